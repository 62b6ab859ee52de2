/**
 * {@link org.logoformer.kernels.Kernels} on oneDNN, float only, on the addresses of tensors.
 *
 * <p>A primitive is built once for the shapes of its tensors and keeps its memory objects and
 * argument array; running it allocates nothing. Activations stay channels-last. Convolution weights
 * are repacked from the parameter in every run, because the parameter changes between runs. Scratch
 * memory is shared by all operations, so the operations of one {@code OneDnnKernels} run one after
 * another, on one thread.
 */
package org.logoformer.kernels.onednn;
