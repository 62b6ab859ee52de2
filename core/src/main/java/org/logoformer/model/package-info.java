/**
 * LOGO-Former (Ma, Sun, Li, ICASSP 2023) as modules over {@link org.logoformer.kernels.Kernels}.
 *
 * <p>Contract: a {@link org.logoformer.model.LogoFormer} is built for one {@link
 * org.logoformer.config.ModelConfig}, one batch size and one purpose (training or inference). Every
 * module binds its operations to fixed tensors when it is built; a step then only runs them.
 * Parameters and gradients live in two flat vectors that the caller owns, laid out by {@link
 * org.logoformer.model.ParameterLayout} under the names of the published state dict.
 *
 * <p>Shape legend used throughout: B clips, F frames, H x W feature map, S = H*W, d model width, n
 * heads, C classes, T = tokens of a clip (1 + F*S with CLS in row 0, else F*S).
 */
package org.logoformer.model;
