package org.logoformer.train.source;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.ModelConfig;
import org.logoformer.dl4j.NetworkGraph;
import org.logoformer.dl4j.SamGraph;
import org.logoformer.nn.Layout;
import org.logoformer.nn.Parameter;
import org.logoformer.nn.Role;
import org.logoformer.random.Keyed;
import org.logoformer.runtime.Threads;
import org.logoformer.train.state.FlatVector;
import org.logoformer.train.state.StatisticRange;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The network of a configuration, as a graph.
 *
 * @param config as {@link LogoConfig#render} writes it
 */
public record GraphSource(String config) implements NetworkSource {
  private static final long PROBE_SEED = 20230511;

  /** The network of {@code config}. */
  public static GraphSource of(LogoConfig config) {
    return new GraphSource(config.render());
  }

  @Override
  public ComputationGraph build() {
    LogoConfig parsed = LogoConfig.parse(config, "configuration from the driver");
    Threads.use(parsed.train().threads());
    return NetworkGraph.build(parsed);
  }

  @Override
  public List<StatisticRange> statistics(ComputationGraph graph) {
    Layout layout = NetworkGraph.layout(graph);
    List<StatisticRange> ranges = new ArrayList<>();
    for (Parameter p : layout.parameters()) {
      int first = Math.toIntExact(p.offset());
      int length = Math.toIntExact(p.length());
      if (p.role() == Role.RUNNING_MEAN) {
        String variance = p.name().replaceFirst("running_mean$", "running_var");
        ranges.add(
            new StatisticRange(
                first, Math.toIntExact(layout.parameter(variance).offset()), length));
      } else if (p.role() == Role.AVERAGED) {
        ranges.add(StatisticRange.averaged(first, length));
      }
    }
    return ranges;
  }

  /** One training step on one clip of noise, from the initial parameters. */
  @Override
  public long probe(ComputationGraph graph) {
    ModelConfig model = NetworkGraph.config(graph).model();
    Keyed keyed = Keyed.of(PROBE_SEED, "probe");
    float[] noise = new float[model.frames() * model.size() * model.size() * 3];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) keyed.nextDouble();
    }
    INDArray clip =
        Nd4j.createFromArray(noise)
            .reshape(1, model.frames(), model.size(), model.size(), 3)
            .castTo(graph.params().dataType());
    INDArray label = Nd4j.zeros(graph.params().dataType(), 1, model.classes());
    label.putScalar(0, 0, 1);
    MultiDataSet batch = new MultiDataSet(clip, label);
    graph.fit(batch);
    OffHeap.free(batch);
    FlatVector after = FlatVector.copyOf(graph.params());
    // The next batch has another size.
    ((SamGraph) graph).releaseKernels();
    return Keyed.hash(PROBE_SEED, after.hashCode());
  }
}
