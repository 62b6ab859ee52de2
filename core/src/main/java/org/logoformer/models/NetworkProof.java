package org.logoformer.models;

import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig;
import org.logoformer.engine.KernelsFactory;
import org.logoformer.error.KernelsException;
import org.logoformer.kernels.Kernels;
import org.logoformer.nn.Blueprint;
import org.logoformer.nn.Inventory;
import org.logoformer.nn.Layout;
import org.logoformer.nn.Network;
import org.logoformer.nn.ParameterVector;
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
    Blueprint blueprint = Models.trained(config);
    Layout layout = Inventory.layout(blueprint);
    ElementType type = NdArrays.type(train.precision().type());
    try (Arena memory = new Arena(type, NdArrays::allocate)) {
      ParameterVector weights = new ParameterVector(layout, memory.allocate(layout.length()));
      ParameterVector gradients = new ParameterVector(layout, memory.allocate(layout.length()));
      Network.training(blueprint, kernels(train), weights, gradients, batch).close();
      Network.inference(blueprint, kernels(train), weights, batch).close();
    }
  }

  private static Kernels kernels(TrainConfig train) {
    return KernelsFactory.make(train.kernels(), train.precision(), train.threads());
  }
}
