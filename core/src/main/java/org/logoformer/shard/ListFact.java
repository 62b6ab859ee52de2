package org.logoformer.shard;

import java.io.Serializable;

/**
 * What a list says of a clip beside its class and split.
 *
 * @param clip its id
 * @param subject the person or the film it is of; empty if the list does not say
 * @param frames how many it has; 0 if the list does not say
 */
public record ListFact(String clip, String subject, int frames) implements Serializable {}
