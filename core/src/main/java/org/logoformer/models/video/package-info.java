/** Convolutions over time and space. Begin with {@link org.logoformer.models.video.R3d18Kind}. */
package org.logoformer.models.video;
