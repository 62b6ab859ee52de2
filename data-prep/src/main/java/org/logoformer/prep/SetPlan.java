package org.logoformer.prep;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.logoformer.clip.ImageRefusedException.Reason;
import org.logoformer.clip.VideoName;
import org.logoformer.provenance.Sha256;
import org.logoformer.shard.Quarantined;
import org.logoformer.shard.VideoDecoding;

/**
 * All shards of a set, planned from the lists and from what lies on disk.
 *
 * @param shards by number
 * @param quarantined the clips that are not stored
 * @param odd the clips that are stored though names of frames are odd
 * @param hash of all shards
 */
record SetPlan(
    List<ShardPlan> shards, List<Quarantined> quarantined, List<Quarantined> odd, String hash) {
  /**
   * Fills one shard after the other, in the order of the clips.
   *
   * @param scans of the clips, in their order
   */
  static SetPlan of(Listing listing, List<Scan> scans, Storage storage) {
    List<ListedClip> clips = listing.clips();
    String settings = storage.fingerprint(listing.classes()) + listing.crops().text();
    List<ShardPlan> shards = new ArrayList<>();
    List<Quarantined> quarantined = new ArrayList<>();
    List<Quarantined> odd = new ArrayList<>();
    List<ListedClip> current = new ArrayList<>();
    List<Scan> currentScans = new ArrayList<>();
    long bytes = 0;
    for (int i = 0; i < clips.size(); i++) {
      Scan scan = scans.get(i);
      storage.requireFits(clips.get(i), scan);
      if (scan.frames() <= 0) {
        quarantined.add(nothing(clips.get(i), scan));
        continue;
      }
      if (!listing.crops().isNone() && clips.get(i).faces().isEmpty()) {
        quarantined.add(clips.get(i).because(FaceCuts.NO_FACE, "prep.boxes does not name it"));
        continue;
      }
      if (!scan.odd().isEmpty()) {
        Quarantined found = clips.get(i).because(OddFrames.REASON, scan.odd());
        if (storage.refusesOddFrames()) {
          quarantined.add(found);
          continue;
        }
        odd.add(found);
      }
      long more = storage.bytes(scan);
      if (!current.isEmpty() && bytes + more > storage.shardBytes()) {
        shards.add(ShardPlan.of(shards.size(), current, currentScans, settings));
        current.clear();
        currentScans.clear();
        bytes = 0;
      }
      current.add(clips.get(i));
      currentScans.add(scan);
      bytes += more;
    }
    if (!current.isEmpty()) {
      shards.add(ShardPlan.of(shards.size(), current, currentScans, settings));
    }
    String hashes = shards.stream().map(ShardPlan::hash).collect(Collectors.joining("\n"));
    return new SetPlan(
        List.copyOf(shards), List.copyOf(quarantined), List.copyOf(odd), Sha256.hex(hashes));
  }

  private static Quarantined nothing(ListedClip clip, Scan scan) {
    Optional<String> refusal = VideoName.refusal(new Path(clip.folder()).getName());
    if (refusal.isPresent()) {
      return clip.because(Reason.UNSUPPORTED.label(), refusal.get());
    }
    if (scan.frames() == 0) {
      return clip.because("no-frames", "the folder holds no images");
    }
    return VideoName.matches(clip.folder())
        ? clip.because("missing-file", "there is no file of this name")
        : clip.because("missing-folder", "there is no folder of this name");
  }

  /** How the videos of the set become pixels. */
  VideoDecoding videos() {
    return shards.stream()
        .map(ShardPlan::videos)
        .filter(videos -> !videos.isNone())
        .findFirst()
        .orElse(VideoDecoding.NONE);
  }
}
