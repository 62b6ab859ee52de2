/**
 * Tensors as arrays of ND4J and arrays as tensors, on the same memory ({@link
 * org.logoformer.tensor.nd4j.NdArrays}), and arithmetic on long ones ({@link
 * org.logoformer.tensor.nd4j.NdVectors}).
 */
package org.logoformer.tensor.nd4j;
