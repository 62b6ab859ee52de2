package org.logoformer.synth;

import java.io.Serializable;

/**
 * One clip to render.
 *
 * @param index number of the clip in the data set; with the seed the key of its draws
 * @param path of the clip as the lists name it, for example {@code Crime/Angry/0063} or {@code
 *     2522}
 * @param folder of its frames below the root of the data set
 * @param course its class
 * @param identity who is seen
 * @param frames number of frames
 * @param fold the part of the data set it belongs to: 0 train and 1 test, or 1 to 5
 */
record SynthClip(
    int index, String path, String folder, Course course, int identity, int frames, int fold)
    implements Serializable {}
