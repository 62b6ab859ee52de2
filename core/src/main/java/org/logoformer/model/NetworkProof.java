package org.logoformer.model;

import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig;
import org.logoformer.error.KernelsException;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.KernelsFactory;
import org.logoformer.runtime.Threads;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Proves the kernels of a network by building it; nothing is trained. */
public final class NetworkProof {
  private NetworkProof() {}

  /**
   * Builds the network of {@code config}, for training and for inference.
   *
   * @throws KernelsException if some operation cannot be computed rightly here
   */
  public static void run(LogoConfig config, int batch) {
    TrainConfig train = config.train();
    Threads.use(train.threads());
    ParameterLayout layout = ParameterLayout.of(config.model());
    try (INDArray parameters = Nd4j.zeros(train.precision().type(), layout.length());
        INDArray gradients = Nd4j.zeros(train.precision().type(), layout.length())) {
      Variables weights = new Variables(layout, parameters);
      LogoFormer.training(
              config.model(), kernels(train), weights, new Variables(layout, gradients), batch)
          .close();
      LogoFormer.inference(config.model(), kernels(train), weights, batch).close();
    }
  }

  private static Kernels kernels(TrainConfig train) {
    return KernelsFactory.make(train.kernels(), train.precision(), train.threads());
  }
}
