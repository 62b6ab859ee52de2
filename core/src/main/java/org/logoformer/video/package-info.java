/**
 * Videos from strangers, decoded by FFmpeg to 8-bit RGB: every frame that the decoder gives, once
 * and in the order of showing, turned as the file says, in the colours its tags say. The file is
 * read through Hadoop, so it may lie anywhere; audio is not decoded. A file that is damaged,
 * without pictures or too large is refused with the reason. What FFmpeg allocates is freed in every
 * path.
 */
package org.logoformer.video;
