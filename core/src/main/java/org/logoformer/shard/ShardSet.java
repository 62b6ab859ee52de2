package org.logoformer.shard;

import java.io.Closeable;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.clip.Frames;
import org.logoformer.clip.ImageDecoder;
import org.logoformer.clip.ImageRefusedException;
import org.logoformer.clip.Picture;
import org.logoformer.config.DataConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.DataException;
import org.logoformer.error.Message;
import org.logoformer.transform.Resize;
import org.logoformer.transform.Resizer;

/**
 * A shard set, opened for reading frames at random. Only the frames asked for are read, at their
 * positions, and each is compared with its checksum. Safe for use by several threads.
 */
public final class ShardSet implements Closeable {
  private final Manifest manifest;
  private final OpenShards shards;
  private final Optional<ShardCache> cache;
  private final ImageDecoder decoder;

  private ShardSet(Manifest manifest, OpenShards shards, Optional<ShardCache> cache) {
    this.manifest = manifest;
    this.shards = shards;
    this.cache = cache;
    // What prep has taken is read: its limit may have been raised.
    this.decoder = manifest.origin().decoding().decoder();
  }

  /**
   * Opens the shard set of a folder.
   *
   * @param openShards bound on the files held open
   * @throws DataException if there is none or its manifest is damaged
   * @throws ClusterException if the storage does not answer, or this machine would make other
   *     pixels of the images in the set than the one that prepared it
   */
  public static ShardSet open(Configuration configuration, Path folder, int openShards) {
    return open(configuration, folder, openShards, DataConfig.Cache.NONE);
  }

  /**
   * As above, with the shards copied to a disk of this machine.
   *
   * @param cache where; problems of that disk are told in the log and cost speed alone
   */
  public static ShardSet open(
      Configuration configuration, Path folder, int openShards, DataConfig.Cache cache) {
    try {
      FileSystem files = folder.getFileSystem(configuration);
      Manifest manifest = Manifest.read(files, folder);
      if (manifest.origin().format() == ShardFormat.JPEG) {
        manifest.origin().decoding().requireSameHere(folder);
      }
      return new ShardSet(
          manifest,
          new OpenShards(files, folder, openShards),
          ShardCache.of(cache, manifest, files, folder));
    } catch (IOException e) {
      throw new ClusterException("Cannot read the shard set " + folder + ": " + e.getMessage(), e);
    }
  }

  /** What is in the set. */
  public Manifest manifest() {
    return manifest;
  }

  /**
   * Reads frames of a clip.
   *
   * @param clip of this set
   * @param indices frames, in any order, repeats allowed
   * @return the frames in that order, {@code [indices.length, height, width, 3]}; images stored in
   *     other sizes than the clip's first one are resized to it
   * @throws DataException naming shard, record and frame if the bytes are not those written
   * @throws ClusterException if the storage does not answer
   */
  public Frames read(ClipRecord clip, int[] indices) {
    int[] wanted = Arrays.stream(indices).distinct().sorted().toArray();
    int[] places = new int[wanted.length];
    for (int i = indices.length - 1; i >= 0; i--) {
      places[Arrays.binarySearch(wanted, indices[i])] = i;
    }
    Placement placement = clip.placement();
    int frameBytes = Math.toIntExact(Frames.bytesPerFrame(placement.height(), placement.width()));
    byte[] rgb = new byte[Math.multiplyExact(indices.length, frameBytes)];
    Unpacking unpacking = new Unpacking(clip, rgb, frameBytes);
    for (int i = 0; i < wanted.length; ) {
      int end = i + 1;
      while (end < wanted.length && wanted[end] == wanted[end - 1] + 1) {
        end++;
      }
      readRun(clip, wanted[i], Arrays.copyOfRange(places, i, end), unpacking);
      i = end;
    }
    for (int i = 0; i < indices.length; i++) {
      int place = places[Arrays.binarySearch(wanted, indices[i])];
      if (place != i) {
        System.arraycopy(rgb, place * frameBytes, rgb, i * frameBytes, frameBytes);
      }
    }
    return new Frames(indices.length, placement.height(), placement.width(), rgb);
  }

  // Frames that lie side by side take one trip to the storage.
  private void readRun(ClipRecord clip, int first, int[] places, Unpacking unpacking) {
    boolean straight = unpacking.takesStraight(places);
    Run run =
        straight
            ? new Run(clip, first, places.length, unpacking.rgb, unpacking.offset(places[0]))
            : new Run(clip, first, places.length);
    run.read();
    for (int i = 0; i < places.length && !straight; i++) {
      unpacking.unpack(first + i, run.bytes, run.offset(first + i), places[i]);
    }
  }

  /** Frames of a clip that lie side by side in its shard. */
  private final class Run {
    private final ClipRecord clip;
    private final Placement placement;
    private final Shard shard;
    private final int first;
    private final int last;
    private final byte[] bytes;
    private final int at;

    Run(ClipRecord clip, int first, int count) {
      this(clip, first, count, new byte[length(clip.placement(), first, first + count - 1)], 0);
    }

    /**
     * @param bytes takes the frames, from {@code at} on
     */
    Run(ClipRecord clip, int first, int count, byte[] bytes, int at) {
      this.clip = clip;
      this.placement = clip.placement();
      this.shard = manifest.shards().get(placement.shard());
      this.first = first;
      this.last = first + count - 1;
      this.bytes = bytes;
      this.at = at;
    }

    private static int length(Placement placement, int first, int last) {
      return placement.start(last) + placement.length(last) - placement.start(first);
    }

    /** Where frame i begins in the bytes. */
    int offset(int frame) {
      return at + placement.start(frame) - placement.start(first);
    }

    void read() {
      if (cache.isPresent() && isCopied(cache.get())) {
        return;
      }
      readStored();
      for (int frame = first; frame <= last; frame++) {
        int crc = crc(frame);
        if (crc != placement.checksum(frame)) {
          String what = " has CRC %08x at record %s, frame %d, index says %08x: ";
          throw damaged(
              shard, Message.of(what, crc, clip.id(), frame, placement.checksum(frame)), null);
        }
      }
    }

    private boolean isCopied(ShardCache copies) {
      if (!copies.read(shard, position(), bytes, at, length(placement, first, last))) {
        return false;
      }
      for (int frame = first; frame <= last; frame++) {
        if (crc(frame) != placement.checksum(frame)) {
          copies.distrust(shard, Message.of("record %s, frame %d", clip.id(), frame));
          return false;
        }
      }
      return true;
    }

    private void readStored() {
      try {
        shards.read(shard, position(), bytes, at, length(placement, first, last));
      } catch (FileNotFoundException | EOFException | ChecksumException e) {
        throw damaged(
            shard,
            Message.of(
                " cannot be read at record %s, frames %d to %d: %s; ",
                clip.id(), first, last, e.getMessage()),
            e);
      } catch (IOException e) {
        String what = "Shard %s does not answer at record %s: %s; see that the storage is up";
        throw new ClusterException(Message.of(what, shard.name(), clip.id(), e.getMessage()), e);
      }
    }

    private long position() {
      return placement.offset() + placement.start(first);
    }

    private int crc(int frame) {
      CRC32C crc = new CRC32C();
      crc.update(bytes, offset(frame), placement.length(frame));
      return (int) crc.getValue();
    }
  }

  /** Brings the stored frames of a clip to their places among those asked for. */
  private final class Unpacking {
    private final ClipRecord clip;
    private final byte[] rgb;
    private final int frameBytes;
    private final boolean raw = manifest.origin().format() == ShardFormat.RAW;
    private final Picture picture = new Picture();
    private final Resizer resizer = new Resizer(Resize.ANTIALIAS);

    Unpacking(ClipRecord clip, byte[] rgb, int frameBytes) {
      this.clip = clip;
      this.rgb = rgb;
      this.frameBytes = frameBytes;
    }

    int offset(int place) {
      return place * frameBytes;
    }

    /** Whether these frames, which are stored side by side, are asked for side by side. */
    boolean takesStraight(int[] places) {
      return raw && IntStream.range(1, places.length).allMatch(i -> places[i] == places[i - 1] + 1);
    }

    void unpack(int frame, byte[] run, int from, int place) {
      Placement placement = clip.placement();
      int length = placement.length(frame);
      if (raw) {
        System.arraycopy(run, from, rgb, offset(place), length);
        return;
      }
      try {
        decoder.decode(Arrays.copyOfRange(run, from, from + length), picture);
      } catch (ImageRefusedException e) {
        String what = ", record %s, frame %d is an image that is refused (%s); ";
        throw damaged(shard(clip), Message.of(what, clip.id(), frame, e.getMessage()), e);
      }
      resizer.apply(picture, placement.height(), placement.width(), rgb, offset(place));
    }
  }

  private Shard shard(ClipRecord clip) {
    return manifest.shards().get(clip.placement().shard());
  }

  private static DataException damaged(Shard shard, String what, Exception cause) {
    String name = shard.name();
    return new DataException(
        "Shard " + name + what + "re-run 'logo prep --repair " + name + "'", cause);
  }

  @Override
  public void close() throws IOException {
    cache.ifPresent(ShardCache::close);
    shards.close();
  }
}
