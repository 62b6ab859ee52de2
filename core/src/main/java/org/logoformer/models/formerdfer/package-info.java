/**
 * Former-DFER, transformers over the places of a frame and over frames. Begin with {@link
 * org.logoformer.models.formerdfer.FormerDferKind}.
 *
 * <p>Shape legend: B clips, F frames, N = B*F, S = H*W places of a feature map, d width.
 */
package org.logoformer.models.formerdfer;
