package org.logoformer.kernels.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.Window;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Convolution of each channel with its own kernel: a sum of products of strided views. */
final class DepthwiseConvolution implements Kernels.Convolution {
  private final Memory memory;
  private final Patches patches;
  private final Tensor x;
  private final Tensor weight;
  private final Op forward;

  /**
   * @param weight [C, 1, kernel..]
   */
  DepthwiseConvolution(
      Memory memory, Window window, Tensor x, Tensor weight, Tensor bias, Tensor y) {
    this.memory = memory;
    this.patches = Patches.of(window, x.shape(), y.shape());
    this.x = x;
    this.weight = weight;
    this.forward = memory.sharing(() -> forward(bias, y));
  }

  @Override
  public void run() {
    forward.run();
  }

  private Op forward(Tensor bias, Tensor y) {
    List<Op> ops = new ArrayList<>();
    Tensor product = memory.scratch(y.shape());
    Tensor kernels = kernels(ops);
    ops.add(Ops.fill(NdArrays.of(y), 0));
    for (Patches.Patch patch : patches.positions()) {
      INDArray term = patch.output(NdArrays.of(product));
      INDArray target = patch.output(NdArrays.of(y));
      ops.add(Ops.multiply(patch.input(NdArrays.of(x)), kernel(kernels, patch), term));
      ops.add(Ops.add(target, term, target));
    }
    if (bias != null) {
      ops.add(Ops.add(Views.matrix(y), NdArrays.of(bias), Views.matrix(y)));
    }
    return Ops.sequence(ops);
  }

  @Override
  public Op inputGradient(Tensor dy, Tensor dx) {
    return memory.sharing(
        () -> {
          List<Op> ops = new ArrayList<>();
          Tensor product = memory.scratch(dy.shape());
          Tensor kernels = kernels(ops);
          ops.add(Ops.fill(NdArrays.of(dx), 0));
          for (Patches.Patch patch : patches.positions()) {
            INDArray term = patch.output(NdArrays.of(product));
            INDArray target = patch.input(NdArrays.of(dx));
            ops.add(Ops.multiply(patch.output(NdArrays.of(dy)), kernel(kernels, patch), term));
            ops.add(Ops.add(target, term, target));
          }
          return Ops.sequence(ops);
        });
  }

  @Override
  public Op weightGradient(Tensor dy, Tensor dWeight, Tensor dBias) {
    return memory.sharing(
        () -> {
          List<Op> ops = new ArrayList<>();
          Tensor product = memory.scratch(dy.shape());
          Tensor kernels = memory.scratch(patches.volume(), dWeight.size(0));
          ops.add(Ops.fill(NdArrays.of(kernels), 0));
          for (Patches.Patch patch : patches.positions()) {
            INDArray term = patch.output(NdArrays.of(product));
            if (patches.padded()) {
              // Outputs that see padding here must not count an earlier position's product.
              ops.add(Ops.fill(NdArrays.of(product), 0));
            }
            ops.add(Ops.multiply(patch.input(NdArrays.of(x)), patch.output(NdArrays.of(dy)), term));
            ops.add(Sums.columns(memory, product, kernelTensor(kernels, patch)));
          }
          ops.add(Ops.copy(NdArrays.of(kernels.permute(1, 0)), NdArrays.of(flat(dWeight))));
          if (dBias != null) {
            ops.add(Sums.columns(memory, dy, dBias));
          }
          return Ops.sequence(ops);
        });
  }

  /** Adds the copy of the weights to [K, C], so that one position's weights are contiguous. */
  private Tensor kernels(List<Op> ops) {
    Tensor kernels = memory.scratch(patches.volume(), weight.size(0));
    ops.add(Ops.copy(NdArrays.of(flat(weight).permute(1, 0)), NdArrays.of(kernels)));
    return kernels;
  }

  private Tensor flat(Tensor w) {
    return w.reshape(w.size(0), patches.volume());
  }

  private static Tensor kernelTensor(Tensor kernels, Patches.Patch patch) {
    return kernels.slice(0, patch.index(), patch.index() + 1).reshape(kernels.size(1));
  }

  private static INDArray kernel(Tensor kernels, Patches.Patch patch) {
    return NdArrays.of(kernelTensor(kernels, patch));
  }
}
