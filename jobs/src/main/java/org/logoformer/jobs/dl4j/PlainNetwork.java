package org.logoformer.jobs.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.logoformer.train.source.NetworkSource;
import org.logoformer.train.state.FlatVector;
import org.logoformer.train.state.StatisticRange;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * A graph that DL4J can rebuild from its own configuration.
 *
 * @param json the configuration as JSON
 */
public record PlainNetwork(String json) implements NetworkSource {
  private static final int PROBE = 64;

  /** The network of a graph's configuration. */
  public static PlainNetwork of(ComputationGraph graph) {
    return new PlainNetwork(graph.getConfiguration().toJson());
  }

  @Override
  public ComputationGraph build() {
    ComputationGraph graph = new ComputationGraph(ComputationGraphConfiguration.fromJson(json));
    graph.init();
    return graph;
  }

  @Override
  public List<StatisticRange> statistics(ComputationGraph graph) {
    List<StatisticRange> ranges = new ArrayList<>();
    for (Layer layer : graph.getLayers()) {
      if (layer instanceof BatchNormalization norm
          && norm.getParam(BatchNormalizationParamInitializer.GLOBAL_VAR) != null) {
        INDArray mean = norm.getParam(BatchNormalizationParamInitializer.GLOBAL_MEAN);
        INDArray variance = norm.getParam(BatchNormalizationParamInitializer.GLOBAL_VAR);
        ranges.add(
            new StatisticRange(
                position(mean, graph), position(variance, graph), (int) mean.length()));
      }
    }
    return ranges;
  }

  @Override
  public long probe(ComputationGraph graph) {
    INDArray x = Nd4j.linspace(DataType.FLOAT, -1, 2.0 / PROBE, PROBE * PROBE);
    INDArray square = x.reshape(PROBE, PROBE);
    return FlatVector.copyOf(Transforms.tanh(square.mmul(square)).reshape(PROBE * PROBE))
        .hashCode();
  }

  private static int position(INDArray view, ComputationGraph graph) {
    return Math.toIntExact(view.offset() - graph.params().offset());
  }
}
