package org.logoformer.train.state;

import java.io.Serializable;

/**
 * What one worker brings to an average.
 *
 * @param examples its weight; a worker without examples brings nothing
 */
public record Contribution(long examples, FlatVector values) implements Serializable {}
