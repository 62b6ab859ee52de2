package org.logoformer.model;

import java.util.ArrayList;
import java.util.List;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Op;
import org.logoformer.profile.Pass;
import org.logoformer.profile.Profiler;
import org.logoformer.profile.Section;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/** What modules need while they are built: kernels, parameters, gradients, memory. */
final class Binder {
  private final Architecture architecture;
  private final Kernels kernels;
  private final Variables parameters;
  private final Variables gradients;
  private final int lane;
  private final List<Op> statisticsUpdates = new ArrayList<>();
  private final List<Dropout> dropouts = new ArrayList<>();
  private final List<Op> preparations = new ArrayList<>();
  private Profiler profiler = Profiler.NONE;

  /**
   * @param gradients null to build for inference
   */
  Binder(Architecture architecture, Kernels kernels, Variables parameters, Variables gradients) {
    this(architecture, kernels, parameters, gradients, 0);
  }

  private Binder(
      Architecture architecture,
      Kernels kernels,
      Variables parameters,
      Variables gradients,
      int lane) {
    this.lane = lane;
    this.architecture = architecture;
    this.kernels = kernels;
    this.parameters = parameters;
    this.gradients = gradients;
  }

  /**
   * What the modules of a lane need, with the same parameters.
   *
   * @param kernels the lane's
   * @param own the lane's gradients; null in inference
   */
  Binder lane(int number, Kernels kernels, Variables own) {
    return new Binder(architecture, kernels, parameters, own, number);
  }

  /** Which of equal shares of the batch this builds for, from 0. */
  int lane() {
    return lane;
  }

  Variables gradients() {
    return gradients;
  }

  Architecture architecture() {
    return architecture;
  }

  Kernels kernels() {
    return kernels;
  }

  boolean training() {
    return gradients != null;
  }

  Tensor parameter(String name) {
    return parameters.tensor(name);
  }

  Tensor gradient(String name) {
    return gradients.tensor(name);
  }

  Tensor allocate(long... shape) {
    return kernels.arena().allocate(shape);
  }

  Tensor allocateLike(Tensor t) {
    return allocate(t.shape());
  }

  /** Start of memory that only the current module's own pass needs. */
  Arena.Mark mark() {
    return kernels.arena().mark();
  }

  /** Ends temporaries of a backward pass. */
  void release(Arena.Mark mark) {
    kernels.arena().release(mark);
  }

  /** Ends activations of a forward pass: inference reuses them, training keeps them for later. */
  void releaseActivations(Arena.Mark mark) {
    if (!training()) {
      kernels.arena().release(mark);
    }
  }

  /** {@code work}, announced to whatever profiler is there when it runs. */
  Op watched(Section section, Pass pass, Runnable work) {
    return () -> profiler.run(section, pass, work);
  }

  void profiler(Profiler watching) {
    profiler = watching;
  }

  void onStatisticsUpdate(Op op) {
    statisticsUpdates.add(op);
  }

  /** Registers a mask to be drawn for each step. */
  void onDraw(Dropout dropout) {
    dropouts.add(dropout);
  }

  List<Dropout> dropouts() {
    return dropouts;
  }

  List<Op> statisticsUpdates() {
    return statisticsUpdates;
  }

  /** Registers what inference computes of the backbone's parameters alone, in this order. */
  void prepare(Op op) {
    preparations.add(op);
  }

  List<Op> preparations() {
    return preparations;
  }

  /** All that {@link #prepare} may read. */
  List<Tensor> backbone() {
    return parameters.backbone();
  }
}
