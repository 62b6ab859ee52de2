/**
 * Typed, strided views into ND4J-owned memory. A {@link org.logoformer.tensor.Tensor} never owns
 * memory; the {@link org.logoformer.tensor.Arena} of a network, or DL4J's flat parameter and
 * gradient vectors, do.
 */
package org.logoformer.tensor;
