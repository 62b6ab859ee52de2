package org.logoformer.kernels.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.Window;
import org.logoformer.tensor.ElementType;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Maximum over windows. The gradient goes to the first maximum in scan order: each position in turn
 * takes what is left where it equals the maximum.
 */
final class MaxPooling implements Kernels.Pooling {
  private final Memory memory;
  private final Patches patches;
  private final Tensor x;
  private final Tensor y;
  private final Op forward;

  MaxPooling(Memory memory, Window window, Tensor x, Tensor y) {
    this.memory = memory;
    this.patches = Patches.of(window, x.shape(), y.shape());
    this.x = x;
    this.y = y;
    List<Op> ops = new ArrayList<>();
    double lowest = x.type() == ElementType.F32 ? -Float.MAX_VALUE : -Double.MAX_VALUE;
    ops.add(Ops.fill(NdArrays.of(y), lowest));
    for (Patches.Patch patch : patches.positions()) {
      INDArray target = patch.output(NdArrays.of(y));
      ops.add(Ops.maximum(target, patch.input(NdArrays.of(x)), target));
    }
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
          Tensor left = memory.scratch(dy.shape());
          Tensor loser = memory.scratch(dy.shape());
          ops.add(Ops.copy(NdArrays.of(dy), NdArrays.of(left)));
          ops.add(Ops.fill(NdArrays.of(dx), 0));
          for (Patches.Patch patch : patches.positions()) {
            INDArray rest = patch.output(NdArrays.of(left));
            INDArray lost = patch.output(NdArrays.of(loser));
            INDArray target = patch.input(NdArrays.of(dx));
            // lost = rest where x < maximum, else 0; the winner takes the rest.
            ops.add(Ops.subtract(patch.output(NdArrays.of(y)), patch.input(NdArrays.of(x)), lost));
            ops.add(Ops.reluGradient(lost, rest, lost));
            ops.add(Ops.subtract(rest, lost, rest));
            ops.add(Ops.add(target, rest, target));
            ops.add(Ops.copy(lost, rest));
          }
        });
  }
}
