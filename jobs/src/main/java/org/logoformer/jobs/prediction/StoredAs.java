package org.logoformer.jobs.prediction;

import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.clip.Exif;
import org.logoformer.clip.Frames;
import org.logoformer.clip.ImageDecoder;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.PrepConfig;
import org.logoformer.error.LogoException;
import org.logoformer.error.Message;
import org.logoformer.shard.FaceCrops;
import org.logoformer.shard.Manifest;
import org.logoformer.shard.Origin;
import org.logoformer.shard.ShardFormat;
import org.logoformer.storage.SharedPaths;
import org.logoformer.transform.Resize;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a shard set makes of frames before a network sees them. A network that was trained on a set
 * knows frames that were resized twice, so a frame from a file has to be too.
 *
 * @param ofSet whether there is a set; without one frames stay as they are
 * @param size height and width, pixels; 0 for those of the clip's first frame
 * @param resize the filter
 * @param maxPixels of an image or video; larger ones are refused
 * @param exif what becomes of orientations
 * @param faces how the set cut faces out of frames, which {@code predict} does not
 */
record StoredAs(boolean ofSet, int size, Resize resize, long maxPixels, Exif exif, FaceCrops faces)
    implements Serializable {
  private static final Logger LOG = LoggerFactory.getLogger(StoredAs.class);

  /** As the settings of a command say, without a set. */
  static StoredAs of(LogoConfig config) {
    return new StoredAs(
        false,
        0,
        Resize.ANTIALIAS,
        config.prep().maxPixels(),
        config.prep().exif(),
        FaceCrops.NONE);
  }

  /** As {@code data.shards} says; as the settings say, and a warning, if it cannot be read. */
  static StoredAs ofSet(LogoConfig config, Configuration hadoop) {
    StoredAs plain = of(config);
    if (config.data().shards().isEmpty()) {
      return plain;
    }
    try {
      Path folder = SharedPaths.input(config.data().shards(), hadoop);
      return plain.in(Manifest.read(folder.getFileSystem(hadoop), folder).origin());
    } catch (IOException | LogoException e) {
      LOG.warn(
          "How the shard set of the run stored its frames is not known ({}): frames are resized to"
              + " model.size at once, and a set with prep.store-size gives slightly other numbers."
              + " Name the set, data.shards=..",
          e.getMessage());
      return plain;
    }
  }

  private StoredAs in(Origin set) {
    Origin.Decoding decoding = set.decoding();
    // A larger limit makes no other pixels; a set that says nothing would allow any.
    long limit =
        decoding.equals(Origin.Decoding.UNRECORDED)
            ? maxPixels
            : Math.max(maxPixels, decoding.maxPixels());
    int pixels = set.format() == ShardFormat.RAW ? set.storeSize() : 0;
    boolean plain = set.resize().equalsIgnoreCase(PrepConfig.Resize.PLAIN.name());
    return new StoredAs(
        true, pixels, plain ? Resize.PLAIN : Resize.ANTIALIAS, limit, decoding.exif(), set.faces());
  }

  /** What to say where clips are no shard set; empty if the set has its frames as they were. */
  Optional<String> note() {
    return faces.isNone()
        ? Optional.empty()
        : Optional.of(
            Message.of(
                "the network was trained on faces cut out by their %s (prep.boxes); these frames are taken"
                    + " as they are: cut whole frames in the same way, with 'logo prep"
                    + " prep.layout=unlabelled prep.boxes=..', and predict that set",
                faces.by()));
  }

  ImageDecoder decoder() {
    return new ImageDecoder(maxPixels, exif);
  }

  /** Whether the first frame of a clip decides about the others. */
  boolean needsFirst() {
    return ofSet && size == 0;
  }

  /**
   * A frame as a set would give it.
   *
   * @param first frame of the clip, where it is needed
   */
  Frames apply(Frames frame, Frames first) {
    if (!ofSet) {
      return frame;
    }
    return size > 0
        ? resize.apply(frame, size, size)
        : resize.apply(frame, first.height(), first.width());
  }
}
