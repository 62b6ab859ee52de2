package org.logoformer.shard;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.logoformer.clip.Frames;
import org.logoformer.error.Message;

/** Compares the numbers of a manifest with each other before anything is read by them. */
final class ManifestCheck {
  private final Origin origin;
  private final List<Shard> shards;
  private final Set<String> ids = new HashSet<>();

  ManifestCheck(Origin origin, List<Shard> shards) {
    this.origin = origin;
    this.shards = shards;
  }

  void accept(List<ClipRecord> clips) {
    int[] clipsOf = new int[shards.size()];
    long[] framesOf = new long[shards.size()];
    for (ClipRecord clip : clips) {
      check(clip);
      clipsOf[clip.placement().shard()]++;
      framesOf[clip.placement().shard()] += clip.frames();
    }
    for (int i = 0; i < shards.size(); i++) {
      Shard shard = shards.get(i);
      // The name is pasted to the folder: it must not lead out of it.
      require(shard.file().equals(Shard.fileName(i)), "shard " + i + " is named " + shard.file());
      require(
          shard.clips() == clipsOf[i] && shard.frames() == framesOf[i],
          Message.of(
              "shard %s has %d clips and %d frames, its records say %d and %d",
              shard.name(), shard.clips(), shard.frames(), clipsOf[i], framesOf[i]));
    }
  }

  private void check(ClipRecord clip) {
    String id = clip.id();
    Placement placement = clip.placement();
    require(!id.isEmpty() && ids.add(id), "clip " + id + " has no id or one given twice");
    require(
        clip.label() >= 0 && clip.label() < origin.classes().size(),
        "clip " + id + " has label " + clip.label());
    require(clip.fold() >= 0, "clip " + id + " is of fold " + clip.fold());
    require(
        placement.shard() >= 0 && placement.shard() < shards.size(),
        "clip " + id + " lies in shard " + placement.shard() + " of " + shards.size());
    require(placement.frames() > 0, "clip " + id + " has no frames");
    require(
        placement.height() > 0 && placement.width() > 0,
        "clip " + id + " has frames of " + placement.height() + " x " + placement.width());
    for (int i = 0; i < placement.frames(); i++) {
      require(
          placement.length(i) > 0
              && (origin.format() != ShardFormat.RAW
                  || placement.length(i)
                      == Frames.bytesPerFrame(placement.height(), placement.width())),
          "clip " + id + " has a frame of " + placement.length(i) + " bytes");
    }
    long bytes = shards.get(placement.shard()).bytes();
    require(
        placement.offset() >= 0 && placement.offset() <= bytes - placement.bytes(),
        "clip " + id + " does not fit into its shard of " + bytes + " bytes");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
