/**
 * LOGO-Former. Begin with {@link org.logoformer.models.logo.LogoFormerKind}.
 *
 * <p>Shape legend: B clips, F frames, H x W feature map, S = H*W, d model width, n heads, T tokens
 * of a clip (1 + F*S with CLS in row 0, else F*S).
 */
package org.logoformer.models.logo;
