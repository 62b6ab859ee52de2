/**
 * Tensors as arrays of ND4J and arrays as tensors, on the same memory. {@link
 * org.logoformer.tensor.nd4j.NdArrays} is all there is to call.
 */
package org.logoformer.tensor.nd4j;
