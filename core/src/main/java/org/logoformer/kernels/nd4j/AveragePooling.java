package org.logoformer.kernels.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.Window;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Mean over unpadded windows. */
final class AveragePooling implements Kernels.Pooling {
  private final Memory memory;
  private final Patches patches;
  private final Op forward;

  AveragePooling(Memory memory, Window window, Tensor x, Tensor y) {
    this.memory = memory;
    this.patches = Patches.of(window, x.shape(), y.shape());
    if (patches.padded()) {
      throw new IllegalArgumentException("Average pooling has no padding, but got " + window);
    }
    List<Op> ops = new ArrayList<>();
    INDArray sum = NdArrays.of(y);
    ops.add(Ops.fill(sum, 0));
    patches.positions().forEach(p -> ops.add(Ops.add(sum, p.input(NdArrays.of(x)), sum)));
    ops.add(Ops.scale(sum, 1.0 / patches.volume(), sum));
    this.forward = Op.sequence(ops);
  }

  @Override
  public void run() {
    forward.run();
  }

  @Override
  public Op gradient(Tensor dy, Tensor dx) {
    return memory.operation(
        ops -> {
          INDArray share = NdArrays.of(memory.scratch(dy.shape()));
          ops.add(Ops.scale(NdArrays.of(dy), 1.0 / patches.volume(), share));
          ops.add(Ops.fill(NdArrays.of(dx), 0));
          for (Patches.Patch patch : patches.positions()) {
            INDArray target = patch.input(NdArrays.of(dx));
            ops.add(Ops.add(target, share, target));
          }
        });
  }
}
