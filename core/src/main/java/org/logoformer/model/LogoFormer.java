package org.logoformer.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.logoformer.config.ModelConfig;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Lanes;
import org.logoformer.kernels.Op;
import org.logoformer.profile.Profiler;
import org.logoformer.tensor.Tensor;

/**
 * The whole network for one batch size. Clips that do not meet are computed side by side, in lanes:
 * in training they meet in the backbone's batch normalisation, in inference nowhere. Not
 * thread-safe: it belongs to the thread that built it, like its kernels.
 */
public final class LogoFormer implements AutoCloseable {
  private final Binder binder;
  private final Kernels kernels;
  private final Lanes lanes;
  private final Binder[] ofLanes;
  private final Tensor clips;
  private final Tensor features;
  private final Tensor logits;
  private final Tensor dLogits;
  private final List<Op> forward = new ArrayList<>();
  private final List<Op> backward = new ArrayList<>();
  private final List<Op> statistics;

  private LogoFormer(Binder binder, int batch) {
    Architecture a = binder.architecture();
    this.binder = binder;
    this.kernels = binder.kernels();
    this.lanes = kernels.lanes(batch);
    this.ofLanes = new Binder[lanes.count()];
    this.clips = binder.allocate(batch, a.frames(), a.size(), a.size(), 3);
    this.features = binder.allocate(batch, a.dim());
    this.logits = binder.allocate(batch, a.classes());
    this.dLogits = binder.training() ? binder.allocateLike(logits) : null;
    Tensor frames = clips.reshape((long) batch * a.frames(), a.size(), a.size(), 3);
    if (binder.training()) {
      train(frames);
    } else {
      infer(frames);
    }
    this.statistics = List.copyOf(binder.statisticsUpdates());
  }

  /** A network whose backward pass overwrites {@code gradients} (trained part only). */
  public static LogoFormer training(
      ModelConfig config, Kernels kernels, Variables parameters, Variables gradients, int batch) {
    return new LogoFormer(
        new Binder(new Architecture(config), kernels, parameters, gradients), batch);
  }

  /** A network that normalises with running statistics and keeps nothing for gradients. */
  public static LogoFormer inference(
      ModelConfig config, Kernels kernels, Variables parameters, int batch) {
    return new LogoFormer(new Binder(new Architecture(config), kernels, parameters, null), batch);
  }

  private void infer(Tensor frames) {
    FoldedNetwork[] networks = new FoldedNetwork[lanes.count()];
    lanes.run(
        lane -> {
          ofLanes[lane] = binder.lane(lane, lanes.kernels(lane), null);
          networks[lane] =
              new FoldedNetwork(
                  ofLanes[lane], share(frames, lane), share(features, lane), share(logits, lane));
        });
    forward.add(inLanes(networks, FoldedNetwork::forward));
  }

  private void train(Tensor frames) {
    Backbone backbone = new Backbone(binder, frames);
    Tensor dMap = binder.allocateLike(backbone.y());
    LaneGradients gradients = new LaneGradients(lanes, binder.gradients());
    Transformer[] transformers = new Transformer[lanes.count()];
    lanes.run(
        lane -> {
          ofLanes[lane] = binder.lane(lane, lanes.kernels(lane), gradients.of(lane));
          Transformer transformer =
              new Transformer(
                  ofLanes[lane],
                  share(backbone.y(), lane),
                  share(features, lane),
                  share(logits, lane));
          transformer.differentiate(share(dLogits, lane), share(dMap, lane));
          transformers[lane] = transformer;
        });
    backbone.differentiate(dMap);
    forward.add(backbone::forward);
    forward.add(inLanes(transformers, Transformer::forward));
    backward.add(inLanes(transformers, Transformer::backward));
    backward.add(gradients::sum);
    backward.add(backbone::backward);
  }

  private <M extends Module> Op inLanes(M[] modules, Consumer<M> pass) {
    return () -> lanes.run(lane -> pass.accept(modules[lane]));
  }

  /** The part of {@code batch}, cut along its first dimension, that a lane has to do with. */
  private Tensor share(Tensor batch, int lane) {
    long size = batch.size(0) / lanes.count();
    return batch.slice(0, lane * size, (lane + 1) * size);
  }

  /** Input [B, F, h, w, 3]: to be filled before {@link #forward}. */
  public Tensor clips() {
    return clips;
  }

  /** Output [B, C]. */
  public Tensor logits() {
    return logits;
  }

  /** What the last linear layer reads, [B, d]. */
  public Tensor features() {
    return features;
  }

  /** Gradient of the loss by the logits, [B, C]: to be filled before {@link #backward}. */
  public Tensor logitsGradient() {
    if (dLogits == null) {
      throw new IllegalStateException("Built for inference: there are no gradients");
    }
    return dLogits;
  }

  /**
   * Draws the masks of dropout and stochastic depth, which stay until they are drawn for another
   * step: before each step's first {@link #forward} in training.
   */
  public void drawMasks(MaskKey key) {
    for (Binder lane : ofLanes) {
      lane.dropouts().forEach(dropout -> dropout.draw(key));
    }
  }

  public void forward() {
    forward.forEach(Op::run);
  }

  /** Gradients of the last {@link #forward}. */
  public void backward() {
    logitsGradient();
    backward.forEach(Op::run);
  }

  /** Moves BatchNorm's running statistics by those of the last {@link #forward}. */
  public void updateRunningStatistics() {
    statistics.forEach(Op::run);
  }

  /** From now on announces its parts to {@code profiler}; of the lanes, those of the first. */
  public void profiler(Profiler profiler) {
    binder.profiler(profiler);
    ofLanes[0].profiler(profiler);
  }

  @Override
  public void close() {
    lanes.close();
    kernels.close();
  }
}
