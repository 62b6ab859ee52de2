package org.logoformer.jobs.prediction;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileSystem;
import org.logoformer.batch.ClipInput;
import org.logoformer.batch.ClipStack;
import org.logoformer.batch.TestFrames;
import org.logoformer.batch.View;
import org.logoformer.clip.ClipFolders;
import org.logoformer.clip.Frames;
import org.logoformer.clip.ImageDecoder;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.DataException;
import org.logoformer.sampling.FrameSample;
import org.logoformer.transform.ClipTransform;
import org.nd4j.linalg.api.ndarray.INDArray;

/** From image files and videos to the network's input: sampled and transformed as in a test. */
final class ClipReader implements ClipInput<ClipFolders.Clip> {
  private final FileSystem files;
  private final LogoConfig config;
  private final StoredAs stored;
  private final ImageDecoder decoder;
  private final TestFrames tests;
  private final ClipTransform transform;

  /**
   * @param stored what the clips' set would make of their frames
   */
  ClipReader(FileSystem files, LogoConfig config, StoredAs stored) {
    this.files = files;
    this.config = config;
    this.stored = stored;
    this.decoder = stored.decoder();
    this.tests = new TestFrames(config.model(), config.data(), config.run().seed());
    this.transform =
        new ClipTransform(
            config.model().size(), config.data().augment(), config.data().normalise());
  }

  @Override
  public String id(ClipFolders.Clip clip) {
    return clip.id();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Of a folder only the frames that are sampled are read (and the first, where its size is that
   * of the clip), of a video all: how many there are decides which are sampled. Clips are read in
   * parallel.
   *
   * @throws DataException if a frame cannot be read, naming its file
   */
  @Override
  public INDArray clips(List<ClipFolders.Clip> clips, View view) {
    return ClipStack.of(
        clips.size(),
        config.model().frames(),
        config.model().size(),
        (i, out) -> read(clips.get(i), view, out));
  }

  private void read(ClipFolders.Clip clip, View view, float[] out) {
    try (ClipFrames frames = open(clip)) {
      FrameSample sample = tests.of(clip.id(), frames.count(), view);
      int frameLength = transform.length(1);
      Frames before = null;
      Frames first = null;
      IntStream earliest = stored.needsFirst() ? IntStream.of(0) : IntStream.empty();
      IntStream read = IntStream.concat(earliest, IntStream.of(sample.read()));
      for (int n : read.sorted().distinct().toArray()) {
        Frames decoded = frames.frame(n);
        first = first == null ? decoded : first;
        Frames frame = stored.apply(decoded, first);
        for (int f = 0; f < sample.count(); f++) {
          // A frame that is blended waits for the later of its two.
          if (sample.needs(f, n) && !sample.needs(f, n + 1)) {
            Frames seen =
                n == sample.earlier()[f]
                    ? frame
                    : blended(frames.name(n), sample, f, before, frame);
            transform.test(seen, view.flip(), out, f * frameLength);
          }
        }
        before = frame;
      }
    }
  }

  private ClipFrames open(ClipFolders.Clip clip) {
    return clip.isVideo()
        ? VideoFrames.open(files, clip.files().get(0), stored.maxPixels())
        : new ImageFrames(files, clip.files(), decoder);
  }

  private static Frames blended(
      String name, FrameSample sample, int f, Frames before, Frames frame) {
    if (before.height() != frame.height() || before.width() != frame.width()) {
      throw new DataException(
          "%s has %d x %d pixels, the frame before it %d x %d: data.sampling = ti blends frames of one size only"
              .formatted(name, frame.width(), frame.height(), before.width(), before.height()));
    }
    return sample.blended(f, before, frame);
  }
}
