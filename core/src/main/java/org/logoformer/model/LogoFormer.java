package org.logoformer.model;

import java.util.ArrayList;
import java.util.List;
import org.logoformer.config.ModelConfig;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Op;
import org.logoformer.profile.Pass;
import org.logoformer.profile.Profiler;
import org.logoformer.profile.Section;
import org.logoformer.tensor.Tensor;

/**
 * The whole network for one batch size. Not thread-safe: it belongs to the thread that built it,
 * like its kernels.
 */
public final class LogoFormer implements AutoCloseable {
  private final Binder binder;
  private final Kernels kernels;
  private final Tensor clips;
  private final Tensor dLogits;
  private final Head head;
  private final List<Op> forward = new ArrayList<>();
  private final List<Op> backward = new ArrayList<>();
  private final List<Op> statistics;
  private final List<Dropout> dropouts;

  private LogoFormer(Binder binder, int batch) {
    Architecture a = binder.architecture();
    this.binder = binder;
    this.kernels = binder.kernels();
    this.clips = binder.allocate(batch, a.frames(), a.size(), a.size(), 3);
    Tensor frames = clips.reshape((long) batch * a.frames(), a.size(), a.size(), 3);
    Backbone backbone = binder.training() ? new Backbone(binder, frames) : null;
    FoldedBackbone folded = binder.training() ? null : new FoldedBackbone(binder, frames);
    Embedding embedding = new Embedding(binder, binder.training() ? backbone.y() : folded.y());
    List<Block> blocks = new ArrayList<>();
    Stream stream = embedding.stream();
    for (int k = 0; k < a.depth(); k++) {
      Block block = new Block(binder, k, stream);
      blocks.add(block);
      stream = block.y();
    }
    this.head = new Head(binder, stream);
    forward.add(binder.training() ? backbone::forward : folded::forward);
    forward.add(binder.watched(Section.EMBEDDING, Pass.FORWARD, embedding::forward));
    blocks.forEach(block -> forward.add(block::forward));
    forward.add(binder.watched(Section.HEAD, Pass.FORWARD, head::forward));
    this.dLogits = binder.training() ? binder.allocateLike(head.logits()) : null;
    if (binder.training()) {
      differentiate(binder, backbone, embedding, blocks);
    }
    this.statistics = List.copyOf(binder.statisticsUpdates());
    this.dropouts = List.copyOf(binder.dropouts());
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

  private void differentiate(
      Binder binder, Backbone backbone, Embedding embedding, List<Block> blocks) {
    // One gradient of the stream, turned in place from output to input by every block.
    Stream d = Stream.allocate(binder, clips.size(0));
    Tensor dMap = binder.allocateLike(backbone.y());
    head.differentiate(dLogits, d);
    backward.add(binder.watched(Section.HEAD, Pass.BACKWARD, head::backward));
    for (int k = blocks.size() - 1; k >= 0; k--) {
      blocks.get(k).differentiate(d);
      backward.add(blocks.get(k)::backward);
    }
    embedding.differentiate(d, dMap);
    backward.add(binder.watched(Section.EMBEDDING, Pass.BACKWARD, embedding::backward));
    backbone.differentiate(dMap);
    backward.add(backbone::backward);
  }

  /** Input [B, F, h, w, 3]: to be filled before {@link #forward}. */
  public Tensor clips() {
    return clips;
  }

  /** Output [B, C]. */
  public Tensor logits() {
    return head.logits();
  }

  /** What the last linear layer reads, [B, d]. */
  public Tensor features() {
    return head.features();
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
   *
   * @param seed of the run
   * @param step optimiser steps before this one
   */
  public void drawMasks(long seed, long step) {
    dropouts.forEach(dropout -> dropout.draw(seed, step));
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

  /** From now on announces its parts to {@code profiler}. */
  public void profiler(Profiler profiler) {
    binder.profiler(profiler);
  }

  /** Native memory held, bytes. */
  public long bytes() {
    return kernels.arena().bytes();
  }

  @Override
  public void close() {
    kernels.close();
  }
}
