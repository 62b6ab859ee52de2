package org.logoformer.train.round;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.logoformer.random.Keyed;
import org.logoformer.train.source.Batches;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** A dense network of a few dozen parameters and data for it. */
public final class TinyNetwork {
  private TinyNetwork() {}

  public static ComputationGraph build(IUpdater updater, DataType type) {
    ComputationGraphConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .seed(11)
            .dataType(type)
            .updater(updater)
            .graphBuilder()
            .addInputs("in")
            .setInputTypes(InputType.feedForward(4))
            .addLayer(
                "hidden",
                new DenseLayer.Builder().nOut(5).activation(Activation.TANH).build(),
                "in")
            .addLayer(
                "out",
                new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                    .nOut(3)
                    .activation(Activation.SOFTMAX)
                    .build(),
                "hidden")
            .setOutputs("out")
            .build();
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    return graph;
  }

  /** One example per reference, drawn from the reference alone. */
  public static Batches batches(DataType type) {
    return new Batches() {
      @Override
      public MultiDataSet load(List<String> references) {
        INDArray features = Nd4j.create(type, references.size(), 4);
        INDArray labels = Nd4j.zeros(type, references.size(), 3);
        for (int i = 0; i < references.size(); i++) {
          Keyed keyed = Keyed.of(3, references.get(i));
          for (int j = 0; j < 4; j++) {
            features.putScalar(i, j, keyed.nextGaussian());
          }
          labels.putScalar(i, keyed.nextInt(3), 1);
        }
        return new MultiDataSet(features, labels);
      }

      @Override
      public String origin(List<String> references) {
        return "memory";
      }
    };
  }
}
