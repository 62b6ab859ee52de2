package org.logoformer.shard;

import java.io.Closeable;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
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
  private final ImageDecoder decoder;

  private ShardSet(Manifest manifest, OpenShards shards) {
    this.manifest = manifest;
    this.shards = shards;
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
    try {
      FileSystem files = folder.getFileSystem(configuration);
      Manifest manifest = Manifest.read(files, folder);
      if (manifest.origin().format() == ShardFormat.JPEG) {
        manifest.origin().decoding().requireSameHere(folder);
      }
      return new ShardSet(manifest, new OpenShards(files, folder, openShards));
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
    Placement placement = clip.placement();
    int last = first + places.length - 1;
    int start = placement.start(first);
    int length = placement.start(last) + placement.length(last) - start;
    boolean straight = unpacking.takesStraight(places);
    byte[] run = straight ? unpacking.rgb : new byte[length];
    int at = straight ? unpacking.offset(places[0]) : 0;
    Shard shard = shard(clip);
    try {
      shards.read(shard, placement.offset() + start, run, at, length);
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
    for (int i = 0; i < places.length; i++) {
      int from = at + placement.start(first + i) - start;
      verify(clip, first + i, run, from, placement.length(first + i));
      if (!straight) {
        unpacking.unpack(first + i, run, from, places[i]);
      }
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

  private void verify(ClipRecord clip, int frame, byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    int expected = clip.placement().checksum(frame);
    if ((int) crc.getValue() != expected) {
      String what = " has CRC %08x at record %s, frame %d, index says %08x: ";
      throw damaged(
          shard(clip), Message.of(what, (int) crc.getValue(), clip.id(), frame, expected), null);
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
    shards.close();
  }
}
