package org.logoformer.nn;

/**
 * What the masks of dropout and stochastic depth are drawn for.
 *
 * @param seed of the run
 * @param worker from 0: workers have other clips, and other masks for them
 * @param step optimiser steps before this one
 */
public record MaskKey(long seed, int worker, long step) {}
