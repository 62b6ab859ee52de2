package org.logoformer.nn;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Op;
import org.logoformer.profile.Pass;
import org.logoformer.profile.Profiler;
import org.logoformer.profile.Section;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/**
 * Where a part that is being built gets kernels, memory and parameters, whose names begin with the
 * path of the scope. The scopes of a lane share everything but the path.
 */
public final class Scope {
  private final Lane lane;
  private final String path;

  /** What all scopes of a lane share. */
  private static final class Lane {
    private final int number;
    private final Build build;
    private final Kernels kernels;
    private final ParameterVector gradients;
    private final Foldings foldings;
    private final Set<String> declared = new HashSet<>();
    private final List<Op> statisticsUpdates = new ArrayList<>();
    private final List<Dropout> dropouts = new ArrayList<>();
    private Profiler profiler = Profiler.NONE;

    Lane(int number, Build build, Kernels kernels, ParameterVector gradients, Foldings foldings) {
      this.number = number;
      this.build = build;
      this.kernels = kernels;
      this.gradients = gradients;
      this.foldings = foldings;
    }
  }

  private Scope(Lane lane, String path) {
    this.lane = lane;
    this.path = path;
  }

  /**
   * The outermost scope of a network.
   *
   * @param gradients null where there are none: in inference, or without memory
   */
  Scope(Build build, Kernels kernels, ParameterVector gradients) {
    this(new Lane(0, build, kernels, gradients, new Foldings()), "");
  }

  /**
   * The outermost scope of a lane, with the same parameters.
   *
   * @param number which of equal shares of the batch it builds for, from 0
   * @param kernels the lane's
   * @param own the lane's gradients; null where there are none
   */
  Scope lane(int number, Kernels kernels, ParameterVector own) {
    return new Scope(new Lane(number, lane.build, kernels, own, lane.foldings), path);
  }

  /** The scope of a part called {@code name}; this one if the name is empty. */
  public Scope in(String name) {
    return name.isEmpty() ? this : new Scope(lane, path + name + ".");
  }

  /** The full name of what is called {@code name} here. */
  public String fullName(String name) {
    return path + name;
  }

  /** What the network is built for. */
  public Purpose purpose() {
    return lane.build.purpose();
  }

  /** Whether there is a backward pass, so that activations are kept. */
  public boolean training() {
    return purpose() != Purpose.INFERENCE;
  }

  /** Which of equal shares of the batch this builds for, from 0. */
  int laneNumber() {
    return lane.number;
  }

  public Kernels kernels() {
    lane.build.within(path);
    return lane.kernels;
  }

  /** Declares an array that is trained. */
  public Tensor weight(String name, Initialisation initialisation, long... shape) {
    return declare(new Parameter(path + name, shape, -1, Role.TRAINED, initialisation));
  }

  /** Declares an array of running statistics. */
  public Tensor statistic(String name, Role role, Initialisation initialisation, long... shape) {
    return declare(new Parameter(path + name, shape, -1, role, initialisation));
  }

  /** Declares an array of zeros that a loss moves. */
  public Tensor averaged(String name, long... shape) {
    return statistic(name, Role.AVERAGED, Initialisation.ZERO, shape);
  }

  private Tensor declare(Parameter parameter) {
    lane.declared.add(parameter.name());
    return lane.build.parameter(parameter);
  }

  /** Where the gradient by the array that was declared as {@code name} belongs. */
  public Tensor gradient(String name) {
    return lane.gradients == null
        ? lane.build.noGradient(path + name)
        : lane.gradients.tensor(path + name);
  }

  /** Full names of what was declared in all scopes of this lane. */
  Set<String> declared() {
    return lane.declared;
  }

  /** A row-major tensor that lives until the memory is released. */
  public Tensor allocate(long... shape) {
    return kernels().arena().allocate(shape);
  }

  /** A tensor of one value that nothing overwrites. */
  public Tensor constant(double value, long... ones) {
    Tensor constant = kernels().arena().allocateLasting(ones);
    constant.write(value);
    return constant;
  }

  public Tensor allocateLike(Tensor t) {
    return allocate(t.shape());
  }

  /** Start of memory that only the current part's own pass needs. */
  public Arena.Mark mark() {
    return kernels().arena().mark();
  }

  /** Ends temporaries of a backward pass. */
  public void release(Arena.Mark mark) {
    kernels().arena().release(mark);
  }

  /** Ends activations of a forward pass: inference reuses them, training keeps them for later. */
  public void releaseActivations(Arena.Mark mark) {
    if (!training()) {
      kernels().arena().release(mark);
    }
  }

  /** Who is shown weights of attention; nobody, unless asked for. */
  Optional<AttentionWatcher> watcher() {
    return lane.build.watcher();
  }

  /** Says of {@code section} what {@link Inventory} tells those who plan. */
  public void describe(String section, String text) {
    lane.build.describe(section, text);
  }

  /** {@code work}, announced to whatever profiler is there when it runs. */
  Op watched(String section, Pass pass, Runnable work) {
    if (pass == Pass.FORWARD) {
      lane.build.ends(section);
    }
    Section named = new Section(section);
    return () -> lane.profiler.run(named, pass, work);
  }

  void profiler(Profiler watching) {
    lane.profiler = watching;
  }

  /** Registers what moves running statistics: once a step, whatever the number of passes. */
  public void onStatisticsUpdate(Op op) {
    lane.statisticsUpdates.add(op);
  }

  List<Op> statisticsUpdates() {
    return lane.statisticsUpdates;
  }

  /** Registers a mask to be drawn for each step. */
  void onDraw(Dropout dropout) {
    lane.dropouts.add(dropout);
  }

  List<Dropout> dropouts() {
    return lane.dropouts;
  }

  /** What inference computes of parameters alone; all lanes have the same. */
  Foldings foldings() {
    return lane.foldings;
  }
}
