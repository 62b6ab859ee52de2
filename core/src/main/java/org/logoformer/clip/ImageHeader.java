package org.logoformer.clip;

/**
 * What an image says about itself, read before anything is allocated for its pixels.
 *
 * @param width pixels
 * @param height pixels
 */
record ImageHeader(int width, int height) {}
