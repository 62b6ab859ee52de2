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
 * @param faces what its frames are cut to; none: they are taken as they are
 */
record ListedClip(
    String id,
    int label,
    String split,
    int fold,
    String scene,
    String folder,
    ListLine origin,
    ClipFaces faces)
    implements Serializable {

  /** A clip whose frames are taken as they are. */
  ListedClip(
      String id, int label, String split, int fold, String scene, String folder, ListLine origin) {
    this(id, label, split, fold, scene, folder, origin, ClipFaces.WHOLE_FRAMES);
  }

  /** The same clip in a folder. */
  ListedClip in(String place) {
    return new ListedClip(id, label, split, fold, scene, place, origin, faces);
  }

  /** The same clip, its frames cut to faces. */
  ListedClip cutTo(ClipFaces found) {
    return new ListedClip(id, label, split, fold, scene, folder, origin, found);
  }

  /** That something is the matter with it. */
  Quarantined because(String reason, String detail) {
    return new Quarantined(id, reason, detail, origin.list(), origin.number());
  }
}
