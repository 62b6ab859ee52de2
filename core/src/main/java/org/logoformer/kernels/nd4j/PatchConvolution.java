package org.logoformer.kernels.nd4j;

import java.util.List;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.Window;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Dense convolution as a product of patches [rows, K*C] with weights [O, K*C], a few images at a
 * time so that the patches stay small.
 */
final class PatchConvolution extends BoundConvolution {
  /** Elements of patches held at a time: a few megabytes still make an efficient product. */
  private static final long PATCH_ELEMENTS = 4L << 20;

  PatchConvolution(Memory memory, Window window, Tensor x, Tensor weight, Tensor bias, Tensor y) {
    super(memory, window, x, weight, bias, y);
  }

  @Override
  void forward(Tensor y, List<Op> ops) {
    INDArray w = flatWeight(ops).transpose();
    forEachChunk(
        (from, count, columns) -> {
          gather(from, count, columns, ops);
          ops.add(Ops.matmul(1, rows(columns), w, 0, rows(y, from, count)));
        });
  }

  @Override
  public Op inputGradient(Tensor dy, Tensor dx) {
    return memory.operation(
        ops -> {
          INDArray w = flatWeight(ops);
          if (patches.pointwise()) {
            ops.add(Ops.matmul(1, Views.matrix(dy), w, 0, Views.matrix(dx)));
            return;
          }
          ops.add(Ops.fill(NdArrays.of(dx), 0));
          forEachChunk(
              (from, count, columns) -> {
                ops.add(Ops.matmul(1, rows(dy, from, count), w, 0, rows(columns)));
                INDArray images = Views.range(NdArrays.of(dx), from, count);
                for (Patches.Patch patch : patches.positions()) {
                  INDArray target = patch.input(images);
                  ops.add(Ops.add(target, patch.output(column(columns, patch)), target));
                }
              });
        });
  }

  @Override
  void weightGradient(Tensor dy, Tensor dWeight, List<Op> ops) {
    Tensor dw = memory.scratch(channelsLast(dWeight).shape());
    INDArray flat = NdArrays.of(dw.reshape(dw.size(0), dw.length() / dw.size(0)));
    forEachChunk(
        (from, count, columns) -> {
          gather(from, count, columns, ops);
          INDArray dyRows = rows(dy, from, count).transpose();
          ops.add(Ops.matmul(1, dyRows, rows(columns), from == 0 ? 0 : 1, flat));
        });
    ops.add(Ops.copy(NdArrays.of(dw), NdArrays.of(channelsLast(dWeight))));
  }

  /** Weights [O, C, kernel..] as [O, kernel.., C], no copy. */
  private static Tensor channelsLast(Tensor weight) {
    int rank = weight.rank();
    int[] axes = new int[rank];
    for (int i = 1; i < rank - 1; i++) {
      axes[i] = i + 1;
    }
    axes[rank - 1] = 1;
    return weight.permute(axes);
  }

  /** Adds the copy of the weights to [O, K*C]. */
  private INDArray flatWeight(List<Op> ops) {
    Tensor flat = memory.scratch(channelsLast(weight).shape());
    ops.add(Ops.copy(NdArrays.of(channelsLast(weight)), NdArrays.of(flat)));
    return NdArrays.of(flat.reshape(flat.size(0), flat.length() / flat.size(0)));
  }

  /** Copies the patches of some images to columns [count, outputSize.., K, C]. */
  private void gather(long from, long count, Tensor columns, List<Op> ops) {
    if (patches.pointwise()) {
      return;
    }
    if (patches.padded()) {
      ops.add(Ops.fill(NdArrays.of(columns), 0));
    }
    INDArray images = Views.range(NdArrays.of(x), from, count);
    for (Patches.Patch patch : patches.positions()) {
      ops.add(Ops.copy(patch.input(images), patch.output(column(columns, patch))));
    }
  }

  /** One kernel position of columns: [count, outputSize.., C]. */
  private static INDArray column(Tensor columns, Patches.Patch patch) {
    INDArray all = NdArrays.of(columns);
    int k = columns.rank() - 2;
    long[] shape = new long[k + 1];
    long[] strides = new long[k + 1];
    for (int i = 0; i < k; i++) {
      shape[i] = columns.size(i);
      strides[i] = all.stride(i);
    }
    shape[k] = columns.size(k + 1);
    strides[k] = 1;
    return Views.strided(all, (long) patch.index() * all.stride(k), shape, strides);
  }

  private static INDArray rows(Tensor columns) {
    int rank = columns.rank();
    long width = columns.size(rank - 2) * columns.size(rank - 1);
    return NdArrays.of(columns.reshape(columns.length() / width, width));
  }

  private static INDArray rows(Tensor y, long from, long count) {
    return Views.matrix(y.slice(0, from, from + count));
  }

  private interface Chunk {
    void accept(long from, long count, Tensor columns);
  }

  /** Cuts the batch; columns is scratch memory, or x itself where patches are single points. */
  private void forEachChunk(Chunk chunk) {
    long images = x.size(0);
    int rank = patches.window().rank();
    long[] shape = new long[rank + 3];
    long perImage = patches.volume() * x.size(rank + 1);
    for (int i = 0; i < rank; i++) {
      shape[i + 1] = patches.outputSize()[i];
      perImage *= shape[i + 1];
    }
    shape[rank + 1] = patches.volume();
    shape[rank + 2] = x.size(rank + 1);
    long step =
        patches.pointwise() ? images : Math.min(images, Math.max(1, PATCH_ELEMENTS / perImage));
    shape[0] = step;
    Tensor columns = patches.pointwise() ? x.reshape(shape) : memory.scratch(shape);
    for (long from = 0; from < images; from += step) {
      long count = Math.min(step, images - from);
      chunk.accept(from, count, columns.slice(0, 0, count));
    }
  }
}
