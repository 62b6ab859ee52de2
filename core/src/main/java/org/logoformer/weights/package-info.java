/**
 * Weights from elsewhere: {@link org.logoformer.weights.WeightsFile} reads files of PyTorch and
 * safetensors, {@link org.logoformer.weights.Matching} finds the parameters of a network among
 * their tensors, and {@link org.logoformer.weights.Settings} keeps what they were made for beside
 * them.
 */
package org.logoformer.weights;
