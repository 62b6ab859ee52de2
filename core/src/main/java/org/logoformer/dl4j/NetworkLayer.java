package org.logoformer.dl4j;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.logoformer.config.ModelConfig;
import org.logoformer.nn.Layout;
import org.logoformer.nn.MaskKey;
import org.logoformer.nn.Network;
import org.logoformer.nn.Objective;
import org.logoformer.nn.ParameterVector;
import org.logoformer.profile.Profiler;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs a network inside DL4J. The networks and their kernels are made on first use, on the calling
 * thread, one per batch size and purpose; {@link #close} frees them.
 */
final class NetworkLayer extends BaseLayer<NetworkLayerConf> {
  private static final long serialVersionUID = 1L;

  private transient NetworkCache networks;
  private transient Network current;
  private final transient Map<Tensor, INDArray> arrays = new HashMap<>();
  private transient long step;
  private transient int worker;
  private transient boolean givesFeatures;
  private transient boolean clipsAreThere;
  private transient Profiler profiler = Profiler.NONE;

  NetworkLayer(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  Layout layout() {
    return layerConf().layout();
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    forward(training, input);
    INDArray logits = array(current.logits());
    return training && givesFeatures
        ? workspaces.leverageTo(ArrayType.ACTIVATIONS, Nd4j.concat(1, logits, features()))
        : workspaces.dup(ArrayType.ACTIVATIONS, logits, 'c');
  }

  /**
   * Runs a training pass in which the layer gives features behind the logits, [B, C + d], to a loss
   * that reads them. Nobody else sees them.
   */
  void givingFeatures(Runnable pass) {
    givesFeatures = true;
    try {
      pass.run();
    } finally {
      givesFeatures = false;
    }
  }

  /**
   * Runs a pass over the clips of the training pass before, which are in the network's own memory
   * still: no pass writes there. No other training pass may have come between.
   */
  void overTheSameClips(Runnable pass) {
    clipsAreThere = true;
    try {
      pass.run();
    } finally {
      clipsAreThere = false;
    }
  }

  private void forward(boolean training, INDArray clips) {
    requireClips(clips);
    int batch = (int) clips.size(0);
    Network next = training ? networks().training(batch) : networks().inference(batch);
    boolean copied = clipsAreThere && next == current;
    if (next != current) {
      current = next;
      arrays.clear();
    }
    if (!copied) {
      array(current.clips()).assign(clips);
    }
    if (training) {
      current.drawMasks(new MaskKey(layerConf().config().run().seed(), worker, step));
    }
    current.forward();
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray dOutput, LayerWorkspaceMgr workspaces) {
    INDArray dLogits = array(current.logitsGradient());
    if (givesFeatures) {
      long classes = dLogits.size(1);
      dLogits.assign(dOutput.get(all(), interval(0, classes)));
      array(current.featuresGradient())
          .assign(dOutput.get(all(), interval(classes, dOutput.size(1))));
    } else {
      dLogits.assign(dOutput);
    }
    current.backward();
    // The gradients are in the flat view already. DL4J would use a map of them for clipping only,
    // and takes names apart at their last underscore, which ours do not survive.
    return new Pair<>(new DefaultGradient(gradientsFlattened), null);
  }

  /**
   * Counts the optimiser steps before the next one, whose dropout masks are keyed by the number.
   */
  void step(long number) {
    step = number;
  }

  /** Says which worker's steps follow; their dropout masks are keyed by its number. */
  void worker(int number) {
    worker = number;
  }

  /** Moves BatchNorm's running statistics by those of the last training pass. */
  void updateRunningStatistics() {
    current.updateRunningStatistics();
  }

  /** Moves BatchNorm's running statistics by those of {@code clips}. */
  void moveStatistics(INDArray clips) {
    forward(true, clips);
    current.updateRunningStatistics();
  }

  void profiler(Profiler watching) {
    profiler = watching;
    if (networks != null) {
      networks.profiler(watching);
    }
  }

  /** What the loss declared as {@code name}; a view. */
  INDArray keptByLoss(String name) {
    return getParam(Objective.NAME + "." + name);
  }

  /** What the last linear layer read in the last pass, [B, d]. */
  INDArray features() {
    return array(current.features());
  }

  private NetworkCache networks() {
    if (networks == null) {
      networks =
          new NetworkCache(
              layerConf().config(), variables(paramsFlattened), this::gradientVariables);
      networks.profiler(profiler);
    }
    return networks;
  }

  /**
   * Evaluation alone never needs gradients, nor does DL4J's training-mode forward pass make any.
   */
  private ParameterVector gradientVariables() {
    INDArray flat =
        gradientsFlattened == null ? Nd4j.create(dataType, layout().length()) : gradientsFlattened;
    return variables(flat);
  }

  private ParameterVector variables(INDArray flat) {
    return NetworkParamInitializer.variables(layout(), flat);
  }

  /** Made once for each tensor of the current network. */
  private INDArray array(Tensor tensor) {
    return arrays.computeIfAbsent(tensor, NdArrays::of);
  }

  private void requireClips(INDArray clips) {
    ModelConfig m = layerConf().config().model();
    long[] wanted = {clips.size(0), m.frames(), m.size(), m.size(), 3};
    if (!Arrays.equals(clips.shape(), wanted)) {
      throw new IllegalArgumentException(
          "The network takes clips of %s, not %s: check model.frames and model.size"
              .formatted(Arrays.toString(wanted), Arrays.toString(clips.shape())));
    }
  }

  @Override
  public void setParamsViewArray(INDArray parameters) {
    super.setParamsViewArray(parameters);
    close();
  }

  @Override
  public void setBackpropGradientsViewArray(INDArray gradients) {
    super.setBackpropGradientsViewArray(gradients);
    // Running statistics have no gradient; DL4J leaves the memory as it finds it.
    gradients
        .reshape(gradients.length())
        .get(interval(layout().trainableLength(), layout().length()))
        .assign(0);
    close();
  }

  @Override
  public void setParams(INDArray parameters) {
    if (parameters != paramsFlattened) {
      paramsFlattened.assign(parameters.reshape(paramsFlattened.shape()));
    }
  }

  @Override
  public boolean updaterDivideByMinibatch(String name) {
    return layout().parameter(name).trainable();
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  /** Frees kernels and activations; they are made again when needed. */
  @Override
  public void close() {
    if (networks != null) {
      networks.close();
      networks = null;
      current = null;
      arrays.clear();
    }
  }
}
