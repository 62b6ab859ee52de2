package org.logoformer.jobs.prediction;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.logoformer.clip.FrameFolder;
import org.logoformer.clip.Frames;
import org.logoformer.clip.ImageDecoder;
import org.logoformer.clip.ImageRefusedException;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.DataException;
import org.logoformer.random.Keyed;
import org.logoformer.sampling.FrameSample;
import org.logoformer.sampling.FrameSampler;
import org.logoformer.storage.Unreadable;
import org.logoformer.transform.ClipTransform;

/** From image files to the network's input: sampled and transformed as in a test. */
final class ClipReader {
  private final FileSystem files;
  private final LogoConfig config;
  private final ImageDecoder decoder;
  private final FrameSampler sampler;
  private final ClipTransform transform;

  ClipReader(FileSystem files, LogoConfig config) {
    this.files = files;
    this.config = config;
    this.decoder = new ImageDecoder(config.prep().maxPixels());
    this.sampler =
        new FrameSampler(
            config.data().sampling(), config.data().shortClip(), config.model().frames());
    this.transform =
        new ClipTransform(
            config.model().size(), config.data().augment(), config.data().normalise());
  }

  /**
   * Reads a batch, clips in parallel: [clips, F, h, w, 3]. Every frame of a clip is decoded, also
   * those that are not sampled: how many frames a clip has decides which are.
   *
   * @throws DataException if a frame cannot be read, naming its file
   */
  float[] read(List<ClipFolders.Clip> clips) {
    int length = transform.length(config.model().frames());
    float[] out = new float[Math.multiplyExact(clips.size(), length)];
    IntStream.range(0, clips.size()).parallel().forEach(i -> read(clips.get(i), out, i * length));
    return out;
  }

  private void read(ClipFolders.Clip clip, float[] out, int at) {
    FrameSample sample = sample(clip);
    int frameLength = transform.length(1);
    Frames before = null;
    for (int n = 0; n < clip.frames().size(); n++) {
      Frames frame = decode(clip.frames().get(n));
      for (int f = 0; f < sample.count(); f++) {
        // A frame that is blended waits for the later of its two.
        if (sample.needs(f, n) && !sample.needs(f, n + 1)) {
          Frames seen =
              n == sample.earlier()[f] ? frame : blended(clip, n, sample, f, before, frame);
          transform.test(seen, out, at + f * frameLength);
        }
      }
      before = frame;
    }
  }

  private static Frames blended(
      ClipFolders.Clip clip, int n, FrameSample sample, int f, Frames before, Frames frame) {
    if (before.height() != frame.height() || before.width() != frame.width()) {
      throw new DataException(
          "%s has %d x %d pixels, the frame before it %d x %d: data.sampling = ti blends frames of one size only"
              .formatted(
                  clip.frames().get(n).getPath(),
                  frame.width(),
                  frame.height(),
                  before.width(),
                  before.height()));
    }
    return sample.blended(f, before, frame);
  }

  private FrameSample sample(ClipFolders.Clip clip) {
    FrameSample sample = sampler.test(clip.frames().size());
    return config.data().shuffleFrames()
        ? sample.permuted(
            Keyed.of(config.run().seed(), "shuffle-frames", clip.id()).permutation(sample.count()))
        : sample;
  }

  private Frames decode(FileStatus file) {
    try {
      return decoder.decode(FrameFolder.read(files, file));
    } catch (ImageRefusedException e) {
      throw new DataException(
          "Cannot read the frame %s (%s): replace it or remove the clip"
              .formatted(file.getPath(), e.getMessage()),
          e);
    } catch (IOException e) {
      throw Unreadable.of(file.getPath(), e, "Replace the frame or remove the clip");
    }
  }
}
