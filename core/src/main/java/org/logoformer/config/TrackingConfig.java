package org.logoformer.config;

/**
 * Block {@code tracking}: what other programs follow a training by.
 *
 * @param tensorboard whether event files are written to the folders of the folds
 */
public record TrackingConfig(boolean tensorboard) {}
