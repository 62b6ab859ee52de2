package org.logoformer.quality;

import java.io.Serializable;

/**
 * What the pixels of a clip say.
 *
 * @param digest of all its pixels and their sizes: 32 hexadecimal digits of SHA-256, equal only for
 *     equal clips
 * @param luma mean brightness of its frames, 0 to 255
 * @param darkest mean brightness of its darkest frame
 * @param brightest mean brightness of its brightest frame
 * @param flat frames that show nothing: their tones span {@link ClipLooks#FLAT} levels or less
 * @param distinct how many of its frames are different from each other, to the last bit
 * @param hashes {@link PerceptualHash} of its frames that show something, in their order; of a clip
 *     of more than {@link ClipLooks#HASHED} frames, that many spread evenly over it
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record ClipLook(
    String digest,
    double luma,
    double darkest,
    double brightest,
    int flat,
    int distinct,
    long[] hashes)
    implements Serializable {}
