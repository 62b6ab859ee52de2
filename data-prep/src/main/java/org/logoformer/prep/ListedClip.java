package org.logoformer.prep;

import java.io.Serializable;
import org.logoformer.shard.Quarantined;

/**
 * A clip as the lists have it.
 *
 * @param id unique within the data set
 * @param label index into the class map
 * @param split name of the split; empty with folds
 * @param fold the fold that tests on it, from 1; 0 without folds
 * @param scene empty if there are none
 * @param folder of its frames, or the video, in full
 * @param origin the line that names it
 */
record ListedClip(
    String id, int label, String split, int fold, String scene, String folder, ListLine origin)
    implements Serializable {

  /** The same clip in a folder. */
  ListedClip in(String place) {
    return new ListedClip(id, label, split, fold, scene, place, origin);
  }

  /** That something is the matter with it. */
  Quarantined because(String reason, String detail) {
    return new Quarantined(id, reason, detail, origin.list(), origin.number());
  }
}
