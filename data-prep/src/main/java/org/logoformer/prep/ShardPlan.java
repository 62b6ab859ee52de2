package org.logoformer.prep;

import java.io.Serializable;
import java.util.List;
import org.logoformer.provenance.Sha256;
import org.logoformer.shard.VideoDecoding;

/**
 * What a shard is to hold.
 *
 * @param number of the shard
 * @param clips in order
 * @param videos how those of the clips become pixels that are videos
 * @param hash of the clips and the settings that decide the shard's bytes
 */
record ShardPlan(int number, List<ListedClip> clips, VideoDecoding videos, String hash)
    implements Serializable {
  /**
   * @param settings all that the shard's bytes depend on beside the clips, as text
   */
  static ShardPlan of(int number, List<ListedClip> clips, List<Scan> scans, String settings) {
    StringBuilder text = new StringBuilder(settings);
    // What a shard of images does not depend on is not in its hash.
    VideoDecoding videos =
        scans.stream().anyMatch(Scan::video) ? VideoDecoding.here() : VideoDecoding.NONE;
    if (!videos.isNone()) {
      text.append("\nvideos\t").append(videos.decoder()).append('\t').append(videos.probe());
    }
    for (int i = 0; i < clips.size(); i++) {
      ListedClip clip = clips.get(i);
      Scan scan = scans.get(i);
      // Not the folder: a set is the same wherever its source lies.
      text.append('\n')
          .append(String.join("\t", clip.id(), clip.split(), clip.scene()))
          .append("\t" + clip.label() + "\t" + clip.fold() + "\t" + scan.files());
    }
    return new ShardPlan(number, List.copyOf(clips), videos, Sha256.hex(text.toString()));
  }
}
