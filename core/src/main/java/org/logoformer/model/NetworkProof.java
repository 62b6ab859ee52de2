package org.logoformer.model;

import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig;
import org.logoformer.error.KernelsException;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.KernelsFactory;
import org.logoformer.runtime.Threads;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.ElementType;
import org.logoformer.tensor.nd4j.NdArrays;

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
    ElementType type = NdArrays.type(train.precision().type());
    try (Arena memory = new Arena(type, NdArrays::allocate)) {
      Variables weights = new Variables(layout, memory.allocate(layout.length()));
      Variables gradients = new Variables(layout, memory.allocate(layout.length()));
      LogoFormer.training(config.model(), kernels(train), weights, gradients, batch).close();
      LogoFormer.inference(config.model(), kernels(train), weights, batch).close();
    }
  }

  private static Kernels kernels(TrainConfig train) {
    return KernelsFactory.make(train.kernels(), train.precision(), train.threads());
  }
}
