/**
 * {@link org.logoformer.kernels.Kernels} on oneDNN, float only, on the addresses of tensors.
 *
 * <p>A primitive is built once for the shapes of its tensors and keeps its memory objects and
 * argument array; running it allocates nothing. Activations stay channels-last. In training the
 * weights of a convolution or a recurrence are repacked in every run, because the optimiser changes
 * them between runs; inference prepares those of convolutions when they have changed, once for all
 * lanes. Scratch memory is shared by all operations, so the operations of one {@code OneDnnKernels}
 * run one after another, on one thread.
 *
 * <p>Its many files are one class for each operation, the tiles of Winograd's convolution, and what
 * all build on: {@code Engine}, {@code Plan}, {@code Layout}, {@code Scratch}, {@code Team}. Only
 * {@code OneDnnKernels} and the provider are for others.
 */
package org.logoformer.kernels.onednn;
