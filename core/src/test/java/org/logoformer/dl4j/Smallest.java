package org.logoformer.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.logoformer.config.LogoConfig;
import org.logoformer.random.Keyed;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** The smallest network that has every part, and data for it. */
final class Smallest {
  private Smallest() {}

  static LogoConfig config(String... overrides) {
    List<String> keys =
        new ArrayList<>(
            List.of(
                "model.preset=tiny",
                "model.backbone.width=2",
                "model.frames=2",
                "model.size=32",
                "model.dim=8",
                "model.depth=1",
                "model.heads=2",
                "model.window=[1,2,1]",
                "train.kernels=nd4j",
                "optimiser.lr=0.1",
                "optimiser.weight-decay=0.01"));
    keys.addAll(List.of(overrides));
    return LogoConfig.load(List.of(), keys);
  }

  static SamGraph graph(String... overrides) {
    return NetworkGraph.build(config(overrides));
  }

  /** Clips and labels of batch {@code number}. */
  static DataSet batch(int number, int clips) {
    Keyed keyed = Keyed.of(3, "batch", number);
    INDArray x = Nd4j.create(DataType.FLOAT, clips, 2, 32, 32, 3);
    for (long i = 0; i < x.length(); i++) {
      x.putScalar(i, keyed.nextDouble());
    }
    INDArray y = Nd4j.zeros(DataType.FLOAT, clips, 7);
    for (int b = 0; b < clips; b++) {
      y.putScalar(b, keyed.nextInt(7), 1);
    }
    return new DataSet(x, y);
  }

  /** Sets the batch as the graph's input and computes gradient and score, as a step begins. */
  static void gradient(SamGraph graph, DataSet batch) {
    graph.setInputs(batch.getFeatures());
    graph.setLabels(batch.getLabels());
    graph.computeGradientAndScore();
  }
}
