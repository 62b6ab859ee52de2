package org.logoformer.jobs.evaluation;

/**
 * What the classifier read of a clip.
 *
 * @param clip its id
 * @param label its class
 * @param values the features
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record ClipFeatures(String clip, int label, float[] values) {}
