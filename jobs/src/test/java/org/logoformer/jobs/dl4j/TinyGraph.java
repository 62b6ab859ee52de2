package org.logoformer.jobs.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.logoformer.random.Keyed;
import org.nd4j.common.loader.Source;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** A plain dense DL4J graph and data for it. */
public final class TinyGraph {
  private TinyGraph() {}

  static ComputationGraph build(IUpdater updater) {
    return build(updater, 5);
  }

  /**
   * A graph of 8 * hidden + 3 parameters.
   *
   * @param hidden width of its hidden layer
   */
  public static ComputationGraph build(IUpdater updater, int hidden) {
    ComputationGraphConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .seed(11)
            .dataType(DataType.FLOAT)
            .updater(updater)
            .graphBuilder()
            .addInputs("in")
            .setInputTypes(InputType.feedForward(4))
            .addLayer(
                "hidden",
                new DenseLayer.Builder().nOut(hidden).activation(Activation.TANH).build(),
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
  static DataSet example(String reference) {
    INDArray features = Nd4j.create(DataType.FLOAT, 1, 4);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, 1, 3);
    Keyed keyed = Keyed.of(3, reference);
    for (int j = 0; j < 4; j++) {
      features.putScalar(0, j, keyed.nextGaussian());
    }
    labels.putScalar(0, keyed.nextInt(3), 1);
    return new DataSet(features, labels);
  }

  static List<DataSet> examples(int count) {
    List<DataSet> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      examples.add(example(Integer.toString(i)));
    }
    return examples;
  }

  /** Makes the example of a path from the path alone. */
  public static final class Loader implements MultiDataSetLoader {
    private static final long serialVersionUID = 1L;

    @Override
    public MultiDataSet load(Source source) {
      return example(source.getPath()).toMultiDataSet();
    }
  }
}
