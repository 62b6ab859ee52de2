package org.logoformer.batch;

import org.logoformer.config.DataConfig;
import org.logoformer.config.ModelConfig;
import org.logoformer.random.Keyed;
import org.logoformer.sampling.FrameSample;
import org.logoformer.sampling.FrameSampler;

/**
 * Which frames a test reads of a clip, wherever the clip lies; with {@code data.shuffle-frames} the
 * sampled frames of each are permuted, to see whether the network uses time at all.
 */
public final class TestFrames {
  private final FrameSampler sampler;
  private final DataConfig data;
  private final long seed;

  /**
   * @param seed of the run
   */
  public TestFrames(ModelConfig model, DataConfig data, long seed) {
    this.sampler = new FrameSampler(data.sampling(), data.shortClip(), model.frames());
    this.data = data;
    this.seed = seed;
  }

  /**
   * The F frames of a clip of {@code frames} frames.
   *
   * @param id of the clip, the key of its draws
   */
  public FrameSample of(String id, int frames, View view) {
    FrameSample sample =
        view.number() == 0
            ? sampler.test(frames)
            : sampler.train(frames, Keyed.of(seed, "view", view.number(), id));
    return data.shuffleFrames()
        ? sample.permuted(Keyed.of(seed, "shuffle-frames", id).permutation(sample.count()))
        : sample;
  }
}
