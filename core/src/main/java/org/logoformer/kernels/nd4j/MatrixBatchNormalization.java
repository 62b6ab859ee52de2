package org.logoformer.kernels.nd4j;

import java.util.List;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Op;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Batch normalisation of the rows of a matrix [R, C], ReLU behind it on request. */
final class MatrixBatchNormalization implements Kernels.BatchNormalization {
  private static final double EPSILON = 1e-5;
  private static final double MOMENTUM = 0.1;

  private final Memory memory;
  private final INDArray x;
  private final INDArray y;
  private final INDArray scale;
  private final INDArray shift;
  private final Tensor runningMean;
  private final Tensor runningVariance;
  private final boolean relu;
  private final Tensor mean;
  private final Tensor variance;
  private final Tensor inverseDeviation;

  MatrixBatchNormalization(
      Memory memory,
      Tensor x,
      Tensor scale,
      Tensor shift,
      Tensor runningMean,
      Tensor runningVariance,
      Tensor y,
      Kernels.Activation activation) {
    this.memory = memory;
    this.x = Views.matrix(x);
    this.y = Views.matrix(y);
    this.scale = NdArrays.of(scale);
    this.shift = NdArrays.of(shift);
    this.runningMean = runningMean;
    this.runningVariance = runningVariance;
    this.relu = activation == Kernels.Activation.RELU;
    long channels = this.x.size(1);
    this.mean = memory.state(channels);
    this.variance = memory.state(channels);
    this.inverseDeviation = memory.state(channels);
  }

  @Override
  public Op train() {
    return memory.operation(
        ops -> {
          INDArray square = NdArrays.of(memory.scratch(x.shape()));
          double perRow = 1.0 / x.size(0);
          ops.add(Sums.columns(memory, perRow, x, mean));
          // Centred before squaring: E[x^2] - E[x]^2 loses all digits when the mean is large.
          ops.add(Ops.subtract(x, NdArrays.of(mean), y));
          ops.add(Ops.multiply(y, y, square));
          ops.add(Sums.columns(memory, perRow, square, variance));
          inverseDeviation(NdArrays.of(variance), NdArrays.of(inverseDeviation), ops);
          ops.add(Ops.multiply(y, NdArrays.of(inverseDeviation), y));
          affine(ops);
        });
  }

  @Override
  public Op updateRunning() {
    return memory.operation(
        ops -> {
          double n = x.size(0);
          move(NdArrays.of(runningMean), NdArrays.of(mean), 1, ops);
          move(NdArrays.of(runningVariance), NdArrays.of(variance), n / Math.max(1, n - 1), ops);
        });
  }

  @Override
  public Op gradient(Tensor dy, Tensor dx, Tensor dScale, Tensor dShift) {
    return memory.operation(
        ops -> {
          INDArray normalised = NdArrays.of(memory.scratch(x.shape()));
          INDArray product = NdArrays.of(memory.scratch(x.shape()));
          INDArray factor = NdArrays.of(memory.scratch(x.size(1)));
          INDArray dz = Views.matrix(dx);
          ops.add(
              relu ? Ops.reluGradient(y, Views.matrix(dy), dz) : Ops.copy(Views.matrix(dy), dz));
          ops.add(Ops.subtract(x, NdArrays.of(mean), normalised));
          ops.add(Ops.multiply(normalised, NdArrays.of(inverseDeviation), normalised));
          ops.add(Sums.columns(memory, 1, dz, dShift));
          ops.add(Ops.multiply(dz, normalised, product));
          ops.add(Sums.columns(memory, 1, product, dScale));
          // dx = scale/deviation * (dz - mean(dz) - normalised * mean(dz * normalised))
          double perRow = 1.0 / x.size(0);
          ops.add(Ops.scale(NdArrays.of(dScale), perRow, factor));
          ops.add(Ops.multiply(normalised, factor, normalised));
          ops.add(Ops.subtract(dz, normalised, dz));
          ops.add(Ops.scale(NdArrays.of(dShift), perRow, factor));
          ops.add(Ops.subtract(dz, factor, dz));
          ops.add(Ops.multiply(NdArrays.of(inverseDeviation), scale, factor));
          ops.add(Ops.multiply(dz, factor, dz));
        });
  }

  static void inverseDeviation(INDArray variance, INDArray inverse, List<Op> ops) {
    ops.add(Ops.copy(variance, inverse));
    ops.add(Ops.increase(inverse, EPSILON));
    ops.add(Ops.inverseRoot(inverse, inverse));
  }

  private void affine(List<Op> ops) {
    ops.add(Ops.multiply(y, scale, y));
    ops.add(Ops.add(y, shift, y));
    if (relu) {
      ops.add(Ops.relu(y, y));
    }
  }

  private void move(INDArray running, INDArray batch, double factor, List<Op> ops) {
    INDArray part = NdArrays.of(memory.scratch(batch.shape()));
    ops.add(Ops.scale(running, 1 - MOMENTUM, running));
    ops.add(Ops.scale(batch, MOMENTUM * factor, part));
    ops.add(Ops.add(running, part, running));
  }
}
