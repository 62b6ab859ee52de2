package org.logoformer.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Lanes;
import org.logoformer.kernels.Op;
import org.logoformer.profile.Profiler;
import org.logoformer.tensor.Tensor;

/**
 * A {@link Blueprint} built for one batch size. What computes each clip alone is computed in lanes,
 * side by side: the stages that are clip by clip and, in inference, all. Not thread-safe: it
 * belongs to the thread that built it, like its kernels.
 */
public final class Network implements AutoCloseable {
  private static final String CLASSIFIER = "classifier";

  private final Blueprint blueprint;
  private final Scope scope;
  private final Kernels kernels;
  private final Lanes lanes;
  private final Scope[] ofLanes;
  private final Tensor clips;
  private final Tensor features;
  private final Tensor logits;
  private final Tensor dLogits;
  private final Tensor dFeatures;
  private final List<Op> forward = new ArrayList<>();
  private final List<Op> backward = new ArrayList<>();
  private final List<Op> statistics;

  /**
   * @param gradients null where there are none
   */
  Network(
      Blueprint blueprint,
      Build build,
      Kernels kernels,
      ParameterVector parameters,
      ParameterVector gradients,
      int batch) {
    this.blueprint = blueprint;
    this.kernels = kernels;
    this.scope = new Scope(build, kernels, gradients);
    this.lanes = kernels.lanes(batch);
    this.ofLanes = new Scope[lanes.count()];
    this.clips = scope.allocate(blueprint.clips(batch));
    long[] shape = blueprint.clips(batch);
    for (Stage stage : blueprint.stages()) {
      shape = stage.shape(shape);
    }
    this.features = scope.allocate(shape);
    this.logits = scope.allocate(batch, blueprint.classes());
    this.dLogits = scope.training() ? scope.allocateLike(logits) : null;
    this.dFeatures =
        scope.training() && blueprint.objective().readsFeatures()
            ? scope.allocateLike(features)
            : null;
    if (scope.training()) {
      train(gradients);
    } else {
      infer(parameters);
    }
    this.statistics = List.copyOf(scope.statisticsUpdates());
  }

  /** A network whose backward pass overwrites {@code gradients} (trained part only). */
  public static Network training(
      Blueprint blueprint,
      Kernels kernels,
      ParameterVector parameters,
      ParameterVector gradients,
      int batch) {
    return new Network(
        blueprint,
        new Build.OfVectors(Purpose.TRAINING, parameters),
        kernels,
        parameters,
        gradients,
        batch);
  }

  /** A network that normalises with running statistics and keeps nothing for gradients. */
  public static Network inference(
      Blueprint blueprint, Kernels kernels, ParameterVector parameters, int batch) {
    return new Network(
        blueprint,
        new Build.OfVectors(Purpose.INFERENCE, parameters),
        kernels,
        parameters,
        null,
        batch);
  }

  /** A network for one clip, as {@link #inference}, that shows what it attends to. */
  public static Network watched(
      Blueprint blueprint, Kernels kernels, ParameterVector parameters, AttentionWatcher watcher) {
    Build.OfVectors vectors = new Build.OfVectors(Purpose.INFERENCE, parameters);
    return new Network(
        blueprint, new Build.Watched(vectors, Optional.of(watcher)), kernels, parameters, null, 1);
  }

  private void infer(ParameterVector parameters) {
    Part[] built = new Part[lanes.count()];
    // What is made of parameters alone, the first lane makes for all.
    inFirstLane(() -> built[0] = whole(0));
    lanes.run(lane -> built[lane] = lane == 0 ? built[lane] : whole(lane));
    Foldings foldings = scope.foldings();
    if (parameters != null) {
      foldings.watch(parameters, lanes.kernels(0));
    }
    forward.add(
        () -> {
          if (foldings.changed()) {
            inFirstLane(foldings::run);
          }
        });
    forward.add(() -> lanes.run(lane -> built[lane].forward()));
  }

  private void inFirstLane(Runnable work) {
    lanes.run(
        lane -> {
          if (lane == 0) {
            work.run();
          }
        });
  }

  /** All that lane {@code lane} does in inference. */
  private Part whole(int lane) {
    ofLanes[lane] = scope.lane(lane, lanes.kernels(lane), null);
    return new Sequence(
        ofLanes[lane], share(clips, lane), share(features, lane), share(logits, lane));
  }

  /** All stages and the linear layer, one behind the other. */
  private final class Sequence extends Part {
    Sequence(Scope scope, Tensor clips, Tensor features, Tensor logits) {
      super(scope);
      Tensor x = clips;
      List<Stage> stages = blueprint.stages();
      for (int i = 0; i < stages.size(); i++) {
        Stage stage = stages.get(i);
        Tensor y = i == stages.size() - 1 ? features : scope.allocate(stage.shape(x.shape()));
        thenPart(stage.build(scope.in(stage.name()), x, y));
        x = y;
      }
      thenPart(new Watched(scope, features, logits));
    }
  }

  private void train(ParameterVector total) {
    LaneGradients gradients = total == null ? null : new LaneGradients(lanes, total);
    for (int lane = 0; lane < lanes.count(); lane++) {
      ParameterVector own = gradients == null ? null : gradients.of(lane);
      ofLanes[lane] = scope.lane(lane, lanes.kernels(lane), own);
    }
    List<Tensor> inputs = new ArrayList<>(List.of(clips));
    List<Step> steps = new ArrayList<>();
    List<Stage> stages = blueprint.stages();
    for (int i = 0; i < stages.size(); i++) {
      Tensor x = inputs.get(i);
      Tensor y = i == stages.size() - 1 ? features : scope.allocate(stages.get(i).shape(x.shape()));
      inputs.add(y);
      steps.add(step(stages.get(i), x, y));
    }
    steps.add(classifier());
    blueprint.objective().declare(scope.in(Objective.NAME), blueprint.classes(), features.size(1));
    Tensor d = dLogits;
    for (int i = steps.size() - 1; i >= 0; i--) {
      // Clips themselves have no gradient.
      Tensor dx = i == 0 ? null : scope.allocateLike(inputs.get(i));
      steps.get(i).differentiate(d, dx);
      if (dFeatures != null && i == stages.size()) {
        backward.add(kernels.add(dx, dFeatures, dx));
      }
      d = dx;
    }
    if (gradients != null) {
      gradients.bind(ofLanes[0].declared());
      backward.add(gradients::sum);
    }
  }

  private Step step(Stage stage, Tensor x, Tensor y) {
    return new Step(
        stage.clipByClip(),
        x,
        y,
        (within, in, out) -> stage.build(within.in(stage.name()), in, out));
  }

  private Step classifier() {
    return new Step(blueprint.classifiesClipByClip(), features, logits, Watched::new);
  }

  /** The linear layer, as profiles show it. */
  private final class Watched extends Layer {
    private final Linear classifier;

    Watched(Scope scope, Tensor features, Tensor logits) {
      super(scope);
      Scope inner = scope.in(blueprint.classifier());
      Linear.Weights weights =
          Linear.weights(inner, Initialisation.CLASSIFIER, blueprint.classes(), features.size(1));
      this.classifier = thenPart(CLASSIFIER, new Linear(inner, weights, features, null, logits));
    }

    @Override
    public void differentiate(Tensor dy, Tensor dx) {
      backPart(CLASSIFIER, classifier).differentiate(dy, dx);
    }
  }

  /** A stage in training: one layer for the batch, or one for each lane. */
  private final class Step {
    private final boolean inLanes;
    private final Layer[] layers;

    Step(boolean inLanes, Tensor x, Tensor y, Layer.Builder builder) {
      this.inLanes = inLanes;
      this.layers = new Layer[inLanes ? lanes.count() : 1];
      if (inLanes) {
        lanes.run(
            lane -> layers[lane] = builder.build(ofLanes[lane], share(x, lane), share(y, lane)));
        forward.add(() -> lanes.run(lane -> layers[lane].forward()));
      } else {
        layers[0] = builder.build(scope, x, y);
        forward.add(layers[0]::forward);
      }
    }

    void differentiate(Tensor dy, Tensor dx) {
      if (inLanes) {
        lanes.run(lane -> layers[lane].differentiate(share(dy, lane), share(dx, lane)));
        backward.add(() -> lanes.run(lane -> layers[lane].backward()));
      } else {
        layers[0].differentiate(dy, dx);
        backward.add(layers[0]::backward);
      }
    }
  }

  /** The part of {@code batch}, cut along its first dimension, that a lane has to do with. */
  private Tensor share(Tensor batch, int lane) {
    if (batch == null) {
      return null;
    }
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
   * Gradient of the loss by the features where it reads them itself, [B, d]: to be filled before
   * {@link #backward}.
   */
  public Tensor featuresGradient() {
    if (dFeatures == null) {
      throw new IllegalStateException("Not built for a loss that reads features");
    }
    return dFeatures;
  }

  /**
   * Draws the masks of dropout and stochastic depth, which stay until they are drawn for another
   * step: before each step's first {@link #forward} in training.
   */
  public void drawMasks(MaskKey key) {
    scope.dropouts().forEach(dropout -> dropout.draw(key));
    for (Scope lane : ofLanes) {
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

  /** Moves running statistics by those of the last {@link #forward}. */
  public void updateRunningStatistics() {
    statistics.forEach(Op::run);
  }

  /** From now on announces its parts to {@code profiler}; of the lanes, those of the first. */
  public void profiler(Profiler profiler) {
    scope.profiler(profiler);
    ofLanes[0].profiler(profiler);
  }

  @Override
  public void close() {
    lanes.close();
    kernels.close();
  }
}
