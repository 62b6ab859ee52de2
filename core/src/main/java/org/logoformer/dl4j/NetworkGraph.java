package org.logoformer.dl4j;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.logoformer.config.LogoConfig;
import org.logoformer.loss.Loss;
import org.logoformer.nn.Layout;
import org.logoformer.nn.Parameter;
import org.logoformer.runtime.Backend;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * Makes the DL4J graph of a configuration and reads it by the names of the published state dict.
 * Input "clips" [B, F, h, w, 3], labels one-hot [B, C], output logits [B, C].
 */
public final class NetworkGraph {
  private static final String CLIPS = "clips";
  private static final String NETWORK = "network";
  private static final String LOSS = "loss";

  private NetworkGraph() {}

  /** The graph of a run; its JSON carries the whole configuration. */
  public static ComputationGraphConfiguration configuration(LogoConfig config) {
    return new NeuralNetConfiguration.Builder()
        .seed(config.run().seed())
        .dataType(config.train().precision().type())
        // The loss divides by the batch already.
        .miniBatch(false)
        .updater(new NoOp())
        // DL4J sees a handful of small arrays a step; the kernels have their own arena.
        .trainingWorkspaceMode(WorkspaceMode.NONE)
        .inferenceWorkspaceMode(WorkspaceMode.NONE)
        .graphBuilder()
        .addInputs(CLIPS)
        .addLayer(NETWORK, new NetworkLayerConf(config), CLIPS)
        .addLayer(
            LOSS,
            new LossLayer.Builder(Loss.of(config.loss()))
                .activation(new ActivationIdentity())
                .build(),
            NETWORK)
        .setOutputs(LOSS)
        .build();
  }

  /** A graph with the initial parameters of the configured seed. */
  public static SamGraph build(LogoConfig config) {
    // Without a usable device say so here, before ND4J fails in its own words.
    Backend.select();
    SamGraph graph = new SamGraph(configuration(config));
    graph.init();
    return graph;
  }

  /**
   * A graph in the state another one was in.
   *
   * @param configuration of the other graph, perhaps by way of its JSON; holds the counts of
   *     iterations and epochs
   * @param parameters the other graph's {@code params()}; copied
   * @param updaterState the other graph's updater state; copied; null for zeros
   */
  public static SamGraph restore(
      ComputationGraphConfiguration configuration, INDArray parameters, INDArray updaterState) {
    SamGraph graph = new SamGraph(configuration);
    graph.init(parameters, true);
    if (updaterState != null) {
      graph.getUpdater(true).setStateViewArray(updaterState);
    }
    return graph;
  }

  /** The configuration a graph was made from. */
  public static LogoConfig config(ComputationGraph graph) {
    return conf(graph).config();
  }

  /** Places of all arrays in the flat parameter vector. */
  public static Layout layout(ComputationGraph graph) {
    return conf(graph).layout();
  }

  /** Parameters and BatchNorm statistics by name, in their shapes: views, so writing sets them. */
  public static Map<String, INDArray> named(ComputationGraph graph) {
    return NetworkParamInitializer.views(layout(graph).parameters(), graph.params());
  }

  /** Gradient of the last step by parameter name: views. */
  public static Map<String, INDArray> gradients(ComputationGraph graph) {
    return trained(layout(graph), graph.getGradientsViewArray());
  }

  /** Momentum by parameter name: views into the updater state. */
  public static Map<String, INDArray> momentum(ComputationGraph graph) {
    return trained(layout(graph), graph.getUpdater(true).getStateViewArray());
  }

  /**
   * Logits with running statistics.
   *
   * @param clips [B, F, h, w, 3], normalised
   * @return [B, C]
   */
  public static INDArray logits(ComputationGraph graph, INDArray clips) {
    DataType type = graph.getConfiguration().getDataType();
    if (clips.dataType() == type) {
      return graph.output(false, clips)[0];
    }
    try (INDArray typed = clips.castTo(type)) {
      return graph.output(false, typed)[0];
    }
  }

  /** What the last linear layer read in the last pass, [B, d]; a view. */
  public static INDArray features(ComputationGraph graph) {
    return ((NetworkLayer) graph.getLayer(NETWORK)).features();
  }

  private static Map<String, INDArray> trained(Layout layout, INDArray flat) {
    List<Parameter> trained = layout.parameters().stream().filter(Parameter::trainable).toList();
    return NetworkParamInitializer.views(trained, flat);
  }

  private static NetworkLayerConf conf(ComputationGraph graph) {
    return (NetworkLayerConf) graph.getLayer(NETWORK).conf().getLayer();
  }
}
