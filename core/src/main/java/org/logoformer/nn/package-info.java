/**
 * Parts of networks over {@link org.logoformer.kernels.Kernels}; knows no network. Begin with
 * {@link org.logoformer.nn.Network}, which builds a {@link org.logoformer.nn.Blueprint}.
 *
 * <p>Contract: a network is a list of {@link org.logoformer.nn.Stage stages}. Each is built of
 * {@link org.logoformer.nn.Part parts} for one batch size and one {@link
 * org.logoformer.nn.Purpose}; a part binds its operations to fixed tensors when it is built, and a
 * step then only runs them. A part declares its parameters by name and shape where it uses them
 * ({@link org.logoformer.nn.Scope}); {@link org.logoformer.nn.Inventory}, one build without memory,
 * tells their {@link org.logoformer.nn.Layout} in the flat vectors that the caller owns.
 *
 * <p>Its many files are one class for each layer that networks are built of, and the builder, which
 * sees what layers keep from networks.
 *
 * <p>Shape legend used throughout: B clips, F frames, N images, H x W feature map, d model width, n
 * heads, C classes, L tokens.
 */
package org.logoformer.nn;
