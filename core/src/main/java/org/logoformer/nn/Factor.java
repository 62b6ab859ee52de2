package org.logoformer.nn;

import org.logoformer.kernels.Window;

/**
 * A convolution and the batch normalisation behind it, alone or one of a row that stands for a
 * larger convolution: over space, then over time.
 *
 * @param convolution name of the convolution
 * @param norm name of the normalisation
 * @param outputs channels of the result
 */
public record Factor(String convolution, String norm, Window window, long outputs) {}
