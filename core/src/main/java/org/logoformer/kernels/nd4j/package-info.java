/**
 * {@link org.logoformer.kernels.Kernels} in ND4J operations on ND4J views only, so that it runs on
 * whatever backend ND4J does, in float and in double. The reference that gradient checks and the
 * faster implementations are measured against.
 *
 * <p>Convolutions are patches (im2col) and matrix products; normalisations and activations are
 * compositions of elementwise operations, because several of ND4J M2.1's fused ones are inexact
 * ({@code PreciseGELU}) or lack an output view. Results of a forward pass and its inputs must stay
 * as they are until its gradients have run.
 */
package org.logoformer.kernels.nd4j;
