package org.logoformer.kernels.nd4j;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Lanes;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.RecurrenceBySteps;
import org.logoformer.kernels.Window;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link Kernels} on ND4J operations, for any ND4J backend. */
public final class Nd4jKernels implements Kernels {
  private final Arena arena;
  private final Memory memory;

  /**
   * Kernels for tensors of one type.
   *
   * @param type FLOAT or DOUBLE
   * @throws IllegalArgumentException for any other type
   */
  public Nd4jKernels(DataType type) {
    if (type != DataType.FLOAT && type != DataType.DOUBLE) {
      throw new IllegalArgumentException("ND4J kernels compute in FLOAT or DOUBLE, not " + type);
    }
    this.arena = new Arena(NdArrays.type(type), NdArrays::allocate);
    this.memory = new Memory(type);
  }

  @Override
  public Arena arena() {
    return arena;
  }

  @Override
  public long bytes() {
    return arena.bytes() + memory.bytes();
  }

  /** One: ND4J divides each operation among its threads. */
  @Override
  public Lanes lanes(int clips) {
    return Lanes.one(this);
  }

  @Override
  public Convolution convolution(Window window, Tensor x, Tensor weight, Tensor bias, Tensor y) {
    long channels = x.size(x.rank() - 1);
    if (weight.size(1) == channels) {
      return new PatchConvolution(memory, window, x, weight, bias, y);
    }
    if (weight.size(1) == 1 && weight.size(0) == channels) {
      return new DepthwiseConvolution(memory, window, x, weight, bias, y);
    }
    throw new IllegalArgumentException(
        "Weight " + weight + " is neither dense nor depthwise for " + channels + " channels");
  }

  @Override
  public FusedConvolution fusedConvolution(
      Window window,
      Tensor x,
      Tensor weight,
      Tensor bias,
      Tensor residual,
      Activation activation,
      Tensor y,
      FusedConvolution first) {
    List<Op> ops = new ArrayList<>();
    ops.add(convolution(window, x, weight, bias, y));
    if (residual != null) {
      ops.add(add(y, residual, y));
    }
    if (activation == Activation.RELU) {
      ops.add(Ops.relu(NdArrays.of(y), NdArrays.of(y)));
    }
    return Op.sequence(ops)::run;
  }

  /** Always yes: a comparison would cost more than it saves here. */
  @Override
  public BooleanSupplier changes(Tensor x) {
    return () -> true;
  }

  @Override
  public Op foldNormalization(
      Tensor weight,
      Tensor scale,
      Tensor shift,
      Tensor runningMean,
      Tensor runningVariance,
      Tensor foldedWeight,
      Tensor foldedBias) {
    return memory.operation(
        ops -> {
          long outputs = scale.length();
          INDArray factor = NdArrays.of(memory.scratch(outputs));
          MatrixBatchNormalization.inverseDeviation(NdArrays.of(runningVariance), factor, ops);
          ops.add(Ops.multiply(factor, NdArrays.of(scale), factor));
          INDArray bias = NdArrays.of(foldedBias);
          ops.add(Ops.multiply(NdArrays.of(runningMean), factor, bias));
          ops.add(Ops.subtract(NdArrays.of(shift), bias, bias));
          long perOutput = weight.length() / outputs;
          ops.add(
              Ops.multiply(
                  NdArrays.of(weight.reshape(outputs, perOutput)),
                  factor.reshape(outputs, 1),
                  NdArrays.of(foldedWeight.reshape(outputs, perOutput))));
        });
  }

  @Override
  public BatchNormalization batchNormalization(
      Tensor x,
      Tensor scale,
      Tensor shift,
      Tensor runningMean,
      Tensor runningVariance,
      Tensor y,
      Activation activation) {
    return new MatrixBatchNormalization(
        memory, x, scale, shift, runningMean, runningVariance, y, activation);
  }

  @Override
  public Pooling maxPooling(Window window, Tensor x, Tensor y) {
    return new MaxPooling(memory, window, x, y);
  }

  @Override
  public Pooling averagePooling(Window window, Tensor x, Tensor y) {
    return new AveragePooling(memory, window, x, y);
  }

  @Override
  public Linear linear(Tensor x, Tensor weight, Tensor bias, Tensor residual, Tensor y) {
    return new MatrixLinear(memory, x, weight, bias, residual, y);
  }

  @Override
  public LayerNormalization layerNormalization(
      Tensor x, Tensor scale, Tensor shift, double eps, Tensor y) {
    return new MatrixLayerNormalization(memory, x, scale, shift, eps, y);
  }

  @Override
  public Recurrence recurrence(Cell cell, Tensor x, Gates weights, Tensor y) {
    return RecurrenceBySteps.of(this, memory::state, cell, x, weights, y);
  }

  @Override
  public Op matmul(double alpha, Tensor a, Tensor b, Tensor y) {
    return Ops.matmul(alpha, NdArrays.of(a), NdArrays.of(b), 0, NdArrays.of(y));
  }

  @Override
  public Op softmax(Tensor x, Tensor y) {
    return Ops.softmax(NdArrays.of(x), NdArrays.of(y));
  }

  @Override
  public Op softmaxGradient(Tensor y, Tensor dots, Tensor dy, Tensor dx) {
    INDArray result = Views.matrix(dx);
    return Op.sequence(
        Ops.subtract(Views.matrix(dy), Views.matrix(dots), result),
        Ops.multiply(result, Views.matrix(y), result));
  }

  @Override
  public Op gelu(Tensor x, Tensor y) {
    INDArray in = NdArrays.of(x);
    INDArray out = NdArrays.of(y);
    return Op.sequence(Op.sequence(cumulativeNormal(in, out)), Ops.multiply(out, in, out));
  }

  @Override
  public Op geluGradient(Tensor x, Tensor dy, Tensor dx) {
    return memory.sharing(
        () -> {
          INDArray in = NdArrays.of(x);
          INDArray slope = NdArrays.of(memory.scratch(x.shape()));
          INDArray density = NdArrays.of(memory.scratch(x.shape()));
          // GELU'(x) = Phi(x) + x phi(x)
          return Op.sequence(
              Op.sequence(cumulativeNormal(in, slope)),
              Ops.multiply(in, in, density),
              Ops.scale(density, -0.5, density),
              Ops.exp(density, density),
              Ops.scale(density, 1 / Math.sqrt(2 * Math.PI), density),
              Ops.multiply(density, in, density),
              Ops.add(slope, density, slope),
              Ops.multiply(NdArrays.of(dy), slope, NdArrays.of(dx)));
        });
  }

  @Override
  public Op sigmoid(Tensor x, Tensor y) {
    return Ops.sigmoid(NdArrays.of(x), NdArrays.of(y));
  }

  @Override
  public Op sigmoidGradient(Tensor y, Tensor dy, Tensor dx) {
    return memory.sharing(
        () -> {
          INDArray slope = NdArrays.of(memory.scratch(y.shape()));
          // y (1 - y)
          return Op.sequence(
              Ops.scale(NdArrays.of(y), -1, slope),
              Ops.increase(slope, 1),
              Ops.multiply(slope, NdArrays.of(y), slope),
              Ops.multiply(NdArrays.of(dy), slope, NdArrays.of(dx)));
        });
  }

  @Override
  public Op tanh(Tensor x, Tensor y) {
    return Ops.tanh(NdArrays.of(x), NdArrays.of(y));
  }

  @Override
  public Op tanhGradient(Tensor y, Tensor dy, Tensor dx) {
    return memory.sharing(
        () -> {
          INDArray slope = NdArrays.of(memory.scratch(y.shape()));
          // 1 - y^2
          return Op.sequence(
              Ops.multiply(NdArrays.of(y), NdArrays.of(y), slope),
              Ops.scale(slope, -1, slope),
              Ops.increase(slope, 1),
              Ops.multiply(NdArrays.of(dy), slope, NdArrays.of(dx)));
        });
  }

  /** z = Phi(x) = (1 + erf(x / sqrt 2)) / 2. */
  private static Op[] cumulativeNormal(INDArray x, INDArray z) {
    return new Op[] {
      Ops.scale(x, Math.sqrt(0.5), z), Ops.erf(z, z), Ops.increase(z, 1), Ops.scale(z, 0.5, z)
    };
  }

  @Override
  public Op relu(Tensor x, Tensor y) {
    return Ops.relu(NdArrays.of(x), NdArrays.of(y));
  }

  @Override
  public Op addRelu(Tensor a, Tensor b, Tensor y) {
    return Op.sequence(
        Ops.add(NdArrays.of(a), NdArrays.of(b), NdArrays.of(y)),
        Ops.relu(NdArrays.of(y), NdArrays.of(y)));
  }

  @Override
  public Op reluGradient(Tensor y, Tensor dy, Tensor dx) {
    return Ops.reluGradient(NdArrays.of(y), NdArrays.of(dy), NdArrays.of(dx));
  }

  @Override
  public Op add(Tensor a, Tensor b, Tensor y) {
    return Ops.add(NdArrays.of(a), NdArrays.of(b), NdArrays.of(y));
  }

  @Override
  public Op subtract(Tensor a, Tensor b, Tensor y) {
    return Ops.subtract(NdArrays.of(a), NdArrays.of(b), NdArrays.of(y));
  }

  @Override
  public Op multiply(Tensor a, Tensor b, Tensor y) {
    return Ops.multiply(NdArrays.of(a), NdArrays.of(b), NdArrays.of(y));
  }

  @Override
  public Op copy(Tensor x, Tensor y) {
    return Ops.copy(NdArrays.of(x), NdArrays.of(y));
  }

  @Override
  public Op zero(Tensor y) {
    return Ops.fill(NdArrays.of(y), 0);
  }

  @Override
  public Op sum(Tensor x, Tensor y) {
    int[] dimensions =
        IntStream.range(0, x.rank()).filter(i -> y.size(i) == 1 && x.size(i) != 1).toArray();
    return dimensions.length == 0
        ? Ops.copy(NdArrays.of(x), NdArrays.of(y))
        : Ops.sum(NdArrays.of(x), NdArrays.of(y), dimensions);
  }

  @Override
  public void close() {
    memory.close();
    arena.close();
  }
}
