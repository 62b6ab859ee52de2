package org.logoformer.train.round;

import java.util.List;
import java.util.function.LongConsumer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.logoformer.dl4j.NetworkGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network that looks at clips, with running statistics; belongs to one thread. */
public interface Forward {
  /**
   * One forward pass.
   *
   * @param clips {@code [B, F, h, w, 3]}, normalised
   * @param ids of the clips, for messages
   * @return logits {@code [B][C]}
   */
  double[][] logits(INDArray clips, List<String> ids);

  /** What the last linear layer read in that pass, {@code [B][d]}. */
  double[][] features();

  /** The same network; {@code seen} is told how many clips each pass looked at. */
  static Forward counting(Forward network, LongConsumer seen) {
    return new Forward() {
      @Override
      public double[][] logits(INDArray clips, List<String> ids) {
        double[][] logits = network.logits(clips, ids);
        seen.accept(ids.size());
        return logits;
      }

      @Override
      public double[][] features() {
        return network.features();
      }
    };
  }

  /** The network as it is. */
  static Forward of(ComputationGraph graph) {
    return new Forward() {
      @Override
      public double[][] logits(INDArray clips, List<String> ids) {
        return NetworkGraph.logits(graph, clips).castTo(DataType.DOUBLE).toDoubleMatrix();
      }

      @Override
      public double[][] features() {
        return NetworkGraph.features(graph).castTo(DataType.DOUBLE).toDoubleMatrix();
      }
    };
  }
}
