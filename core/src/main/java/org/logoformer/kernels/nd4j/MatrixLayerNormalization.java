package org.logoformer.kernels.nd4j;

import java.util.List;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Op;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layer normalisation, worked out on contiguous rows [R, C] whatever the strides of x and y. */
final class MatrixLayerNormalization implements Kernels.LayerNormalization {
  private final Memory memory;
  private final Tensor x;
  private final Tensor scale;
  private final long rows;
  private final long channels;
  private final INDArray mean;
  private final INDArray inverseDeviation;
  private final Op forward;

  MatrixLayerNormalization(
      Memory memory, Tensor x, Tensor scale, Tensor shift, double epsilon, Tensor y) {
    this.memory = memory;
    this.x = x;
    this.scale = scale;
    this.channels = x.size(x.rank() - 1);
    this.rows = x.length() / channels;
    this.mean = NdArrays.of(memory.state(rows, 1));
    this.inverseDeviation = NdArrays.of(memory.state(rows, 1));
    this.forward = memory.operation(ops -> forward(shift, epsilon, y, ops));
  }

  @Override
  public void run() {
    forward.run();
  }

  private void forward(Tensor shift, double epsilon, Tensor y, List<Op> ops) {
    Tensor z = memory.scratch(x.shape());
    INDArray normalised = Views.matrix(z);
    INDArray square = NdArrays.of(memory.scratch(rows, channels));
    ops.add(Ops.copy(NdArrays.of(x), NdArrays.of(z)));
    ops.add(Sums.rows(memory, 1.0 / channels, normalised, mean));
    ops.add(Ops.subtract(normalised, mean, normalised));
    ops.add(Ops.multiply(normalised, normalised, square));
    ops.add(Sums.rows(memory, 1.0 / channels, square, inverseDeviation));
    ops.add(Ops.increase(inverseDeviation, epsilon));
    ops.add(Ops.inverseRoot(inverseDeviation, inverseDeviation));
    ops.add(Ops.multiply(normalised, inverseDeviation, normalised));
    ops.add(Ops.multiply(normalised, NdArrays.of(scale), normalised));
    ops.add(Ops.add(normalised, NdArrays.of(shift), normalised));
    ops.add(Ops.copy(NdArrays.of(z), NdArrays.of(y)));
  }

  @Override
  public Op gradient(Tensor dy, Tensor dx, Tensor dScale, Tensor dShift) {
    return memory.operation(
        ops -> {
          Tensor z = memory.scratch(x.shape());
          Tensor g = memory.scratch(x.shape());
          INDArray normalised = Views.matrix(z);
          INDArray gradient = Views.matrix(g);
          INDArray product = NdArrays.of(memory.scratch(rows, channels));
          INDArray average = NdArrays.of(memory.scratch(rows, 1));
          ops.add(Ops.copy(NdArrays.of(x), NdArrays.of(z)));
          ops.add(Ops.subtract(normalised, mean, normalised));
          ops.add(Ops.multiply(normalised, inverseDeviation, normalised));
          ops.add(Ops.copy(NdArrays.of(dy), NdArrays.of(g)));
          ops.add(Sums.columns(memory, 1, gradient, dShift));
          ops.add(Ops.multiply(gradient, normalised, product));
          ops.add(Sums.columns(memory, 1, product, dScale));
          // dx = (g - mean(g) - normalised * mean(g * normalised)) / deviation, g = dy * scale
          ops.add(Ops.multiply(gradient, NdArrays.of(scale), gradient));
          ops.add(Ops.multiply(gradient, normalised, product));
          ops.add(Sums.rows(memory, 1.0 / channels, product, average));
          ops.add(Ops.multiply(normalised, average, normalised));
          ops.add(Sums.rows(memory, 1.0 / channels, gradient, average));
          ops.add(Ops.subtract(gradient, average, gradient));
          ops.add(Ops.subtract(gradient, normalised, gradient));
          ops.add(Ops.multiply(gradient, inverseDeviation, gradient));
          ops.add(Ops.copy(NdArrays.of(g), NdArrays.of(dx)));
        });
  }
}
