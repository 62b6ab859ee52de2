package org.logoformer.dl4j;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.logoformer.config.TrainConfig;
import org.logoformer.engine.KernelsFactory;
import org.logoformer.loss.Loss;
import org.logoformer.profile.Pass;
import org.logoformer.profile.Profiler;
import org.logoformer.profile.Section;
import org.logoformer.tensor.VectorOps;
import org.logoformer.tensor.nd4j.NdArrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A graph with one network in it, trained by sharpness-aware minimisation (Foret et al., 2021).
 *
 * <p>A step is: the gradient g at w (pass 1); running statistics move, and at the end of the step,
 * by pass 1, what the loss keeps; if the variant ascends in this step, the gradient at w + e (pass
 * 2), after which w is what it was, bit for bit, whatever pass 2 did. Weight decay and momentum
 * come later, at w, in DL4J's updater. The score is pass 1's loss without a weight decay term. With
 * rho = 0 there is one pass and a step is plain SGD's.
 */
public final class SamGraph extends ComputationGraph implements AutoCloseable {
  private static final long serialVersionUID = 1L;

  private transient Ascent ascent;
  private transient VectorOps vectors;
  private transient Tuning tuning;
  private transient Profiler profiler = Profiler.NONE;

  /** Not initialised; {@link NetworkGraph} makes ready ones. */
  public SamGraph(ComputationGraphConfiguration configuration) {
    super(configuration);
  }

  /** The layer that holds the network. */
  NetworkLayer network() {
    for (Layer layer : getLayers()) {
      if (layer instanceof NetworkLayer network) {
        return network;
      }
    }
    throw new IllegalStateException("This graph has no layer with a network");
  }

  /** The loss, unless it is not one of ours. */
  private Optional<Loss> loss() {
    for (Layer layer : getLayers()) {
      if (layer.conf().getLayer() instanceof LossLayer last
          && last.getLossFn() instanceof Loss loss) {
        return Optional.of(loss);
      }
    }
    return Optional.empty();
  }

  /**
   * From now on takes the steps of this worker, whose dropout masks are keyed by its number.
   *
   * @param number from 0, which it is at first
   */
  public void worker(int number) {
    network().worker(number);
  }

  /** From now on announces the sections of its steps to {@code watching}. */
  public void profiler(Profiler watching) {
    profiler = watching;
    network().profiler(watching);
  }

  @Override
  public void computeGradientAndScore() {
    profiler.run(Section.SAM, Pass.STEP, this::samGradient);
  }

  private void samGradient() {
    network().step(getConfiguration().getIterationCount());
    Optional<Loss> loss = loss();
    loss.ifPresent(this::begin);
    getUpdater(true);
    if (getGradientsViewArray() == null) {
      // DL4J makes it only after the forward pass, which is bound to it.
      initGradientsView();
    }
    pass();
    network().updateRunningStatistics();
    Optional<Runnable> moved = loss.map(Loss::moved);
    ascent().completeGradient();
    moved.ifPresent(Runnable::run);
  }

  /** The weight of the compact term may depend on the epoch. */
  private void begin(Loss loss) {
    loss.epoch(getConfiguration().getEpochCount());
    loss.keeps(network()::keptByLoss);
  }

  /**
   * Moves BatchNorm's running statistics by those of a batch as a step would, by its forward pass
   * alone: neither parameters nor gradients change.
   *
   * @param clips [B, F, h, w, 3], normalised
   */
  public void moveStatistics(INDArray clips) {
    network().moveStatistics(clips);
  }

  /** A {@link FlatUpdater} unless another one was set. */
  @Override
  public ComputationGraphUpdater getUpdater(boolean makeIfAbsent) {
    ComputationGraphUpdater known = super.getUpdater(false);
    if (known == null && makeIfAbsent) {
      setUpdater(new FlatUpdater(this));
      known = super.getUpdater(false);
    }
    return known;
  }

  /** Weight decay is part of the update, not of the reported loss. */
  @Override
  public double calcRegularizationScore(boolean backpropParamsOnly) {
    return 0;
  }

  private void pass() {
    Runnable pass = super::computeGradientAndScore;
    boolean features = loss().map(Loss::readsFeatures).orElse(false);
    profiler.run(Section.LOSS, Pass.STEP, features ? () -> network().givingFeatures(pass) : pass);
    tuning().freeze(vectors(), NdArrays.tensor(trained(getGradientsViewArray())));
  }

  /** Which parts are trained how fast. */
  Tuning tuning() {
    if (tuning == null) {
      tuning = Tuning.of(network().layerConf().config());
    }
    return tuning;
  }

  private Ascent ascent() {
    if (ascent == null) {
      ascent =
          Ascent.of(network().layerConf().config().optimiser().sam(), new TrainedVectors(this));
    }
    return ascent;
  }

  /** Arithmetic on the flat vectors, where the kernels compute. */
  VectorOps vectors() {
    if (vectors == null) {
      TrainConfig train = network().layerConf().config().train();
      vectors = KernelsFactory.vectors(train.kernels(), train.precision());
    }
    return vectors;
  }

  /** The trained part of a flat vector of parameters or gradients. */
  INDArray trained(INDArray flat) {
    long end = network().layout().trainableLength();
    return flat.reshape(flat.length()).get(NDArrayIndex.interval(0, end));
  }

  /**
   * Gradient and score of the same clips at the current parameters, silently: listeners may save
   * what they see.
   */
  void secondPass() {
    double loss = score;
    Collection<TrainingListener> listeners = new ArrayList<>(getListeners());
    if (!listeners.isEmpty()) {
      setListeners(List.of());
    }
    try {
      network().overTheSameClips(this::pass);
    } finally {
      if (!listeners.isEmpty()) {
        setListeners(listeners);
      }
      score = loss;
    }
  }

  /** Frees the kernels and their memory; they are made again when needed, on the calling thread. */
  public void releaseKernels() {
    network().close();
  }

  @Override
  public SamGraph clone() {
    return NetworkGraph.restore(getConfiguration().clone(), params(), updaterState());
  }

  @Override
  public void close() {
    releaseKernels();
    super.close();
  }
}
