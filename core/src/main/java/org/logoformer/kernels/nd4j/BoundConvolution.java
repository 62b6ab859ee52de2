package org.logoformer.kernels.nd4j;

import java.util.List;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.Window;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;

/** What the two kinds of convolution have in common. */
abstract class BoundConvolution implements Kernels.Convolution {
  final Memory memory;
  final Patches patches;
  final Tensor x;
  final Tensor weight;
  private final Op forward;

  BoundConvolution(Memory memory, Window window, Tensor x, Tensor weight, Tensor bias, Tensor y) {
    this.memory = memory;
    this.patches = Patches.of(window, x.shape(), y.shape());
    this.x = x;
    this.weight = weight;
    this.forward =
        memory.operation(
            ops -> {
              forward(y, ops);
              if (bias != null) {
                ops.add(Ops.add(Views.matrix(y), NdArrays.of(bias), Views.matrix(y)));
              }
            });
  }

  /** Adds the forward pass without the bias; called while this is constructed. */
  abstract void forward(Tensor y, List<Op> ops);

  /** Adds the gradients by the weight. */
  abstract void weightGradient(Tensor dy, Tensor dWeight, List<Op> ops);

  @Override
  public final void run() {
    forward.run();
  }

  @Override
  public final Op weightGradient(Tensor dy, Tensor dWeight, Tensor dBias) {
    return memory.operation(
        ops -> {
          weightGradient(dy, dWeight, ops);
          if (dBias != null) {
            ops.add(Sums.columns(memory, dy, dBias));
          }
        });
  }
}
