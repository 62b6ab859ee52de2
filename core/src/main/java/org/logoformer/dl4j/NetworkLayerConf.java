package org.logoformer.dl4j;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.OptimiserConfig;
import org.logoformer.config.OptimiserConfig.SamVariant;
import org.logoformer.models.Models;
import org.logoformer.nn.Inventory;
import org.logoformer.nn.Layout;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * DL4J configuration of the layer that holds the network: clips [B, F, h, w, 3] to logits [B, C].
 * Carries the resolved configuration of the run as text, so that a worker that has the graph's JSON
 * has everything: model, kernels, seed, SAM.
 */
public final class NetworkLayerConf extends FeedForwardLayer {
  private static final long serialVersionUID = 1L;

  @JsonProperty private String configuration;
  private transient LogoConfig parsed;
  private transient Layout layout;

  /** For Jackson. */
  @SuppressWarnings("unused")
  private NetworkLayerConf() {}

  NetworkLayerConf(LogoConfig config) {
    this.configuration = config.redacted().render();
    OptimiserConfig optimiser = config.optimiser();
    int vectors = optimiser.sam().variant() == SamVariant.LOOKSAM ? 2 : 1;
    setIUpdater(
        new HeavyBall(
            optimiser.momentum(),
            vectors,
            EpochSchedule.of(optimiser, config.train().epochs()),
            optimiser.lr()));
    if (optimiser.weightDecay() > 0) {
      setRegularization(List.of(new L2Regularization(optimiser.weightDecay())));
    }
    setNOut(config.model().classes());
  }

  /** The resolved configuration of the run. */
  LogoConfig config() {
    if (parsed == null) {
      parsed = LogoConfig.parse(configuration, "configuration of the network layer");
    }
    return parsed;
  }

  /** Places of the parameters in this layer's flat vector. */
  Layout layout() {
    if (layout == null) {
      layout = Inventory.layout(Models.trained(config()));
    }
    return layout;
  }

  @Override
  public org.deeplearning4j.nn.api.Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialise,
      DataType type) {
    NetworkLayer layer = new NetworkLayer(conf, type);
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    Map<String, INDArray> table = initializer().init(conf, parameters, initialise);
    layer.setParamTable(table);
    layer.setConf(conf);
    return layer;
  }

  @Override
  public ParamInitializer initializer() {
    return NetworkParamInitializer.INSTANCE;
  }

  @Override
  public IUpdater getUpdaterByParam(String name) {
    return layout().parameter(name).trainable() ? getIUpdater() : new NoOp();
  }

  /** Weight decay acts on every trained parameter, biases and norms included. */
  @Override
  public List<Regularization> getRegularizationByParam(String name) {
    return layout().parameter(name).trainable() ? getRegularization() : null;
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    return InputType.feedForward(getNOut());
  }

  @Override
  public void setNIn(InputType input, boolean override) {
    // The configuration says what goes in.
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType input) {
    return null;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType input) {
    return new LayerMemoryReport.Builder(
            getLayerName(), NetworkLayerConf.class, input, getOutputType(0, input))
        .standardMemory(layout().length(), 0)
        .build();
  }

  @Override
  public boolean equals(Object o) {
    return super.equals(o)
        && o instanceof NetworkLayerConf other
        && Objects.equals(configuration, other.configuration);
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + Objects.hashCode(configuration);
  }

  @Override
  public boolean canEqual(Object o) {
    return o instanceof NetworkLayerConf;
  }
}
