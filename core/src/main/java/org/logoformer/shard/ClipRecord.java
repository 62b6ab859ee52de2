package org.logoformer.shard;

import java.io.Serializable;

/**
 * One clip of a shard set.
 *
 * @param id unique within the set, such as {@code Crime/Angry/0063} or {@code 00001}
 * @param label index into the class map
 * @param split {@code train}, {@code test} or another name from the list; empty in a set with folds
 * @param fold the fold, from 1, that tests on this clip, the others train on it; 0 without folds
 * @param scene for metrics per scene; empty if the data set has none
 * @param placement where the frames lie
 */
public record ClipRecord(
    String id, int label, String split, int fold, String scene, Placement placement)
    implements Serializable {

  /** How many frames the clip has. */
  public int frames() {
    return placement.frames();
  }
}
