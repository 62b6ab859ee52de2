package org.logoformer.synth;

import java.util.List;
import java.util.Map;

/**
 * A data set to render: its clips and, by path below the root, the text of its list files.
 *
 * @param clips in the order of their index
 * @param lists written last; they make the set complete
 */
record SynthSet(List<SynthClip> clips, Map<String, String> lists) {}
