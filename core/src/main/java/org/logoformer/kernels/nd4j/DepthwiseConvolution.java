package org.logoformer.kernels.nd4j;

import java.util.List;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.Window;
import org.logoformer.kernels.nd4j.Patches.Patch;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Convolution of each channel with its own kernel: a sum of products of strided views. */
final class DepthwiseConvolution extends BoundConvolution {
  /**
   * @param weight [C, 1, kernel..]
   */
  DepthwiseConvolution(
      Memory memory, Window window, Tensor x, Tensor weight, Tensor bias, Tensor y) {
    super(memory, window, x, weight, bias, y);
  }

  @Override
  void forward(Tensor y, List<Op> ops) {
    convolve(x, Patch::input, y, Patch::output, memory.scratch(y.shape()), ops);
  }

  @Override
  public Op inputGradient(Tensor dy, Tensor dx) {
    return memory.operation(
        ops -> convolve(dy, Patch::output, dx, Patch::input, memory.scratch(dy.shape()), ops));
  }

  /** Views of what a kernel position reads, or of what it contributes to. */
  private interface View {
    INDArray of(Patch patch, INDArray whole);
  }

  /**
   * to = sum over kernel positions of from * weight.
   *
   * @param product for the terms, of the outputs' shape
   */
  private void convolve(
      Tensor from, View read, Tensor to, View written, Tensor product, List<Op> ops) {
    Tensor kernels = kernels(ops);
    ops.add(Ops.fill(NdArrays.of(to), 0));
    for (Patch patch : patches.positions()) {
      INDArray term = patch.output(NdArrays.of(product));
      INDArray target = written.of(patch, NdArrays.of(to));
      ops.add(Ops.multiply(read.of(patch, NdArrays.of(from)), kernel(kernels, patch), term));
      ops.add(Ops.add(target, term, target));
    }
  }

  @Override
  void weightGradient(Tensor dy, Tensor dWeight, List<Op> ops) {
    Tensor product = memory.scratch(dy.shape());
    Tensor kernels = memory.scratch(patches.volume(), dWeight.size(0));
    ops.add(Ops.fill(NdArrays.of(kernels), 0));
    for (Patch patch : patches.positions()) {
      INDArray term = patch.output(NdArrays.of(product));
      if (patches.padded()) {
        // Outputs that see padding here must not count an earlier position's product.
        ops.add(Ops.fill(NdArrays.of(product), 0));
      }
      ops.add(Ops.multiply(patch.input(NdArrays.of(x)), patch.output(NdArrays.of(dy)), term));
      ops.add(Sums.columns(memory, product, kernelTensor(kernels, patch)));
    }
    ops.add(Ops.copy(NdArrays.of(kernels.permute(1, 0)), NdArrays.of(flat(dWeight))));
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

  private static Tensor kernelTensor(Tensor kernels, Patch patch) {
    return kernels.slice(0, patch.index(), patch.index() + 1).reshape(kernels.size(1));
  }

  private static INDArray kernel(Tensor kernels, Patch patch) {
    return NdArrays.of(kernelTensor(kernels, patch));
  }
}
