/**
 * LOGO-Former. Begin with {@link org.logoformer.models.logo.LogoFormerKind}.
 *
 * <p>Shape legend: B clips, F frames, H x W feature map, S = H*W, d model width, n heads, c CLS
 * tokens, T = c + F*S tokens of a clip, CLS first.
 */
package org.logoformer.models.logo;
