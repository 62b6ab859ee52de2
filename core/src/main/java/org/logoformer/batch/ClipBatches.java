package org.logoformer.batch;

import java.util.List;
import org.logoformer.clip.Frames;
import org.logoformer.config.DataConfig;
import org.logoformer.config.ModelConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.random.Keyed;
import org.logoformer.sampling.FrameSample;
import org.logoformer.sampling.FrameSampler;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.ShardSet;
import org.logoformer.transform.ClipTransform;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Makes batches of the clips of a shard set. Safe for use by several threads. */
public final class ClipBatches implements ClipInput<ClipRecord> {
  private final ShardSet shards;
  private final ModelConfig model;
  private final long seed;
  private final FrameSampler sampler;
  private final TestFrames tests;
  private final ClipTransform transform;

  /**
   * Batches of F = {@code model.frames} frames of {@code model.size} pixels.
   *
   * @param seed of the run
   * @throws ConfigException if the set has other classes than the model; one without labels has
   *     those of any
   */
  public ClipBatches(ShardSet shards, ModelConfig model, DataConfig data, long seed) {
    int classes = shards.manifest().origin().classes().size();
    if (classes != model.classes() && !shards.manifest().isUnlabelled()) {
      throw new ConfigException(
          "model.classes is %d, but the shard set has %d classes: %s"
              .formatted(model.classes(), classes, shards.manifest().origin().classes().names()));
    }
    this.shards = shards;
    this.model = model;
    this.seed = seed;
    this.sampler = new FrameSampler(data.sampling(), data.shortClip(), model.frames());
    this.tests = new TestFrames(model, data, seed);
    this.transform = new ClipTransform(model.size(), data.augment(), data.normalise());
  }

  /**
   * Clips sampled and augmented for training, in an epoch that may have a clip several times.
   *
   * @param times how often the epoch had each clip before, which gives it other views
   * @param epoch which of the views of each clip
   * @throws org.logoformer.error.DataException if a shard is damaged
   */
  public Batch train(List<ClipRecord> clips, int[] times, long epoch) {
    return batch(
        clips,
        stacked(
            clips.size(),
            (i, out) -> {
              ClipRecord clip = clips.get(i);
              Keyed first = Keyed.of(seed, "clip", epoch, clip.id());
              Keyed keyed = times[i] == 0 ? first : first.split(times[i]);
              Frames frames = read(clip, sampler.train(clip.frames(), keyed.split("frames")));
              transform.train(frames, keyed.split("view"), out, 0);
            }));
  }

  /**
   * Clips sampled for testing, in the plain view.
   *
   * @throws org.logoformer.error.DataException if a shard is damaged
   */
  public Batch test(List<ClipRecord> clips) {
    return batch(clips, clips(clips, View.PLAIN));
  }

  @Override
  public String id(ClipRecord clip) {
    return clip.id();
  }

  @Override
  public INDArray clips(List<ClipRecord> clips, View view) {
    return stacked(
        clips.size(),
        (i, out) -> {
          ClipRecord clip = clips.get(i);
          Frames frames = read(clip, tests.of(clip.id(), clip.frames(), view));
          transform.test(frames, view.flip(), out, 0);
        });
  }

  private Frames read(ClipRecord clip, FrameSample sample) {
    return sample.of(shards.read(clip, sample.read()));
  }

  private Batch batch(List<ClipRecord> clips, INDArray stacked) {
    INDArray labels = Nd4j.zeros(DataType.FLOAT, clips.size(), model.classes());
    for (int i = 0; i < clips.size(); i++) {
      labels.putScalar(i, clips.get(i).label(), 1);
    }
    return new Batch(stacked, labels, clips.stream().map(ClipRecord::id).toList());
  }

  private INDArray stacked(int clips, ClipStack.Source source) {
    return ClipStack.of(clips, model.frames(), model.size(), source);
  }
}
