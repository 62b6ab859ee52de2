package org.logoformer.jobs.evaluation;

import java.io.Serializable;
import org.logoformer.jobs.network.Prediction;

/**
 * A clip as a network saw it.
 *
 * @param features what the classifier read, the mean over the views; empty unless asked for
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record Seen(Prediction prediction, float[] features) implements Serializable {}
