package org.logoformer.prep;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.logoformer.shard.Quarantined;

/**
 * All shards of a set, planned from the lists and from what lies on disk.
 *
 * @param shards by number
 * @param quarantined the clips of which there is nothing to store
 * @param hash of all shards
 */
record SetPlan(List<ShardPlan> shards, List<Quarantined> quarantined, String hash) {
  /**
   * Fills one shard after the other, in the order of the clips.
   *
   * @param scans of the clips, in their order
   */
  static SetPlan of(List<ListedClip> clips, List<Scan> scans, Storage storage) {
    List<ShardPlan> shards = new ArrayList<>();
    List<Quarantined> quarantined = new ArrayList<>();
    List<ListedClip> current = new ArrayList<>();
    List<Scan> currentScans = new ArrayList<>();
    long bytes = 0;
    for (int i = 0; i < clips.size(); i++) {
      Scan scan = scans.get(i);
      if (scan.frames() <= 0) {
        quarantined.add(nothing(clips.get(i), scan));
        continue;
      }
      long more = storage.bytes(scan);
      if (!current.isEmpty() && bytes + more > storage.shardBytes()) {
        shards.add(ShardPlan.of(shards.size(), current, currentScans, storage));
        current.clear();
        currentScans.clear();
        bytes = 0;
      }
      current.add(clips.get(i));
      currentScans.add(scan);
      bytes += more;
    }
    if (!current.isEmpty()) {
      shards.add(ShardPlan.of(shards.size(), current, currentScans, storage));
    }
    String hashes = shards.stream().map(ShardPlan::hash).collect(Collectors.joining("\n"));
    return new SetPlan(List.copyOf(shards), List.copyOf(quarantined), ShardPlan.hash(hashes));
  }

  private static Quarantined nothing(ListedClip clip, Scan scan) {
    boolean missing = scan.frames() < 0;
    return new Quarantined(
        clip.id(),
        missing ? "missing-folder" : "no-frames",
        missing ? "there is no folder of this name" : "the folder holds no images",
        clip.origin().list(),
        clip.origin().number());
  }
}
