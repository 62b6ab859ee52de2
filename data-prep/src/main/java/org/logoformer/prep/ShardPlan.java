package org.logoformer.prep;

import java.io.Serializable;
import java.util.List;
import org.logoformer.provenance.Sha256;

/**
 * What a shard is to hold.
 *
 * @param number of the shard
 * @param clips in order
 * @param hash of the clips and the settings that decide the shard's bytes
 */
record ShardPlan(int number, List<ListedClip> clips, String hash) implements Serializable {
  /**
   * @param settings all that the shard's bytes depend on beside the clips, as text
   */
  static ShardPlan of(int number, List<ListedClip> clips, List<Scan> scans, String settings) {
    StringBuilder text = new StringBuilder(settings);
    for (int i = 0; i < clips.size(); i++) {
      ListedClip clip = clips.get(i);
      Scan scan = scans.get(i);
      // Not the folder: a set is the same wherever its source lies.
      text.append('\n')
          .append(String.join("\t", clip.id(), clip.split(), clip.scene()))
          .append("\t" + clip.label() + "\t" + clip.fold() + "\t" + scan.files());
    }
    return new ShardPlan(number, List.copyOf(clips), Sha256.hex(text.toString()));
  }
}
