package org.logoformer.shard;

import java.io.Serializable;

/**
 * What the images of a stored clip were like before they were stored.
 *
 * @param clip its id
 * @param minWidth pixels of the narrowest image
 * @param maxWidth pixels of the widest image
 * @param minHeight pixels of the lowest image
 * @param maxHeight pixels of the tallest image
 * @param turned images in which a camera has noted another orientation than upright
 */
public record SourceClip(
    String clip, int minWidth, int maxWidth, int minHeight, int maxHeight, int turned)
    implements Serializable {}
