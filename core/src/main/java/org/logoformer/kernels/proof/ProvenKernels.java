package org.logoformer.kernels.proof;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Lanes;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.Window;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/**
 * Kernels whose operations are proved as they are made, each once in a process for its sizes,
 * strides and aliases, and computed in the first way that is right: directly; in two parts; on
 * contiguous copies; by other operations; in plain Java. An operation that is right directly is the
 * kernels' own.
 *
 * <p>Operations of more than some 1e8 multiply-adds are proved on the first images or clips of
 * their batch, two at least, with the same strides. Every making throws {@link
 * org.logoformer.error.KernelsException} if no way is right.
 */
public final class ProvenKernels implements Kernels {
  private final Kernels kernels;
  private final Prover prover;

  /** Kernels around those that {@code implementation} makes for the calling thread. */
  public ProvenKernels(Implementation implementation, Proofs proofs) {
    this(implementation.sibling(), implementation, proofs);
  }

  private ProvenKernels(Kernels kernels, Implementation implementation, Proofs proofs) {
    this.kernels = kernels;
    this.prover = new Prover(kernels, implementation, proofs);
  }

  @Override
  public Arena arena() {
    return kernels.arena();
  }

  @Override
  public long bytes() {
    return kernels.bytes();
  }

  @Override
  public List<String> implementations() {
    return kernels.implementations();
  }

  @Override
  public Lanes lanes(int clips) {
    Lanes lanes = kernels.lanes(clips);
    if (lanes.count() == 1) {
      return Lanes.one(this);
    }
    Implementation ofLane =
        prover.implementation().with(prover.implementation().threads() / lanes.count());
    Kernels[] proven = new Kernels[lanes.count()];
    for (int lane = 0; lane < proven.length; lane++) {
      proven[lane] = new ProvenKernels(lanes.kernels(lane), ofLane, prover.proofs());
    }
    return new ProvenLanes(lanes, proven);
  }

  @Override
  public Convolution convolution(Window window, Tensor x, Tensor weight, Tensor bias, Tensor y) {
    Operation forward = ImageOperations.convolution(window, x, weight, bias, y);
    Supplier<Convolution> direct = once(() -> kernels.convolution(window, x, weight, bias, y));
    Op run = prover.op(forward, prover.route(forward), direct::get);
    return new Convolution() {
      @Override
      public void run() {
        run.run();
      }

      @Override
      public Op inputGradient(Tensor dy, Tensor dx) {
        Operation o = ImageOperations.convolutionInput(window, x, weight, bias, y, dy, dx);
        return prover.op(o, prover.route(o), () -> direct.get().inputGradient(dy, dx));
      }

      @Override
      public Op weightGradient(Tensor dy, Tensor dWeight, Tensor dBias) {
        Operation o =
            ImageOperations.convolutionWeight(window, x, weight, bias, y, dy, dWeight, dBias);
        return prover.op(o, prover.route(o), () -> direct.get().weightGradient(dy, dWeight, dBias));
      }
    };
  }

  /** Its value, made when it is asked for first. */
  private static <T> Supplier<T> once(Supplier<T> made) {
    return new Supplier<>() {
      private T value;

      @Override
      public T get() {
        if (value == null) {
          value = made.get();
        }
        return value;
      }
    };
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
    Operation o = ImageOperations.fused(window, x, weight, bias, residual, activation, y);
    Route route = prover.route(o);
    if (route != Route.DIRECT) {
      return prover.op(o, route, () -> null)::run;
    }
    FusedConvolution own = first instanceof Prepared prepared ? prepared.made : first;
    FusedConvolution made =
        kernels.fusedConvolution(window, x, weight, bias, residual, activation, y, own);
    Op run = prover.op(o, route, () -> made);
    return run == made ? made : new Prepared(made, run);
  }

  private record Prepared(FusedConvolution made, Op op) implements FusedConvolution {
    @Override
    public void prepare() {
      made.prepare();
    }

    @Override
    public void run() {
      op.run();
    }
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
    return prover.op(
        NormalizationOperations.fold(
            weight, scale, shift, runningMean, runningVariance, foldedWeight, foldedBias));
  }

  /** Nothing is computed, so nothing is proved. */
  @Override
  public BooleanSupplier changes(Tensor x) {
    return kernels.changes(x);
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
    NormalizationOperations.Batch batch =
        new NormalizationOperations.Batch(
            x, scale, shift, runningMean, runningVariance, y, activation);
    Supplier<BatchNormalization> direct =
        once(
            () ->
                kernels.batchNormalization(
                    x, scale, shift, runningMean, runningVariance, y, activation));
    boolean isRight = prover.isRight(batch.both());
    Operation train = batch.train();
    Route route = isRight ? Route.DIRECT : prover.route(train);
    Op trained = prover.op(train, route, () -> direct.get().train());
    Operation update = batch.updateRunning().after(route);
    Route updating = isRight ? Route.DIRECT : prover.route(update);
    Op updated = prover.op(update, updating, () -> direct.get().updateRunning());
    return new BatchNormalization() {
      @Override
      public Op train() {
        return trained;
      }

      @Override
      public Op updateRunning() {
        return updated;
      }

      @Override
      public Op gradient(Tensor dy, Tensor dx, Tensor dScale, Tensor dShift) {
        Operation o = batch.gradient(dy, dx, dScale, dShift).after(route);
        return prover.op(o, prover.route(o), () -> direct.get().gradient(dy, dx, dScale, dShift));
      }
    };
  }

  @Override
  public Pooling maxPooling(Window window, Tensor x, Tensor y) {
    Operation forward = ImageOperations.maxPooling(window, x, y);
    Route route = prover.route(forward);
    Supplier<Pooling> direct = once(() -> kernels.maxPooling(window, x, y));
    Op run = prover.op(forward, route, direct::get);
    return new ProvenPooling(
        run,
        (dy, dx) -> {
          Operation o = ImageOperations.maxPoolingGradient(window, x, y, dy, dx).after(route);
          return prover.op(o, prover.route(o), () -> direct.get().gradient(dy, dx));
        });
  }

  @Override
  public Pooling averagePooling(Window window, Tensor x, Tensor y) {
    Operation forward = ImageOperations.averagePooling(window, x, y);
    Route route = prover.route(forward);
    Supplier<Pooling> direct = once(() -> kernels.averagePooling(window, x, y));
    Op run = prover.op(forward, route, direct::get);
    return new ProvenPooling(
        run,
        (dy, dx) -> {
          Operation o = ImageOperations.averagePoolingGradient(window, x, y, dy, dx).after(route);
          return prover.op(o, prover.route(o), () -> direct.get().gradient(dy, dx));
        });
  }

  /** Makes the gradient of a pooling. */
  @FunctionalInterface
  private interface Gradient {
    Op of(Tensor dy, Tensor dx);
  }

  private record ProvenPooling(Op forward, Gradient backward) implements Pooling {
    @Override
    public void run() {
      forward.run();
    }

    @Override
    public Op gradient(Tensor dy, Tensor dx) {
      return backward.of(dy, dx);
    }
  }

  @Override
  public Linear linear(Tensor x, Tensor weight, Tensor bias, Tensor residual, Tensor y) {
    Operation forward = MatrixOperations.linear(x, weight, bias, residual, y);
    Supplier<Linear> direct = once(() -> kernels.linear(x, weight, bias, residual, y));
    Op run = prover.op(forward, prover.route(forward), direct::get);
    return new Linear() {
      @Override
      public void run() {
        run.run();
      }

      @Override
      public Op inputGradient(Tensor dy, Tensor dx) {
        Operation o = MatrixOperations.linearInput(x, weight, y, dy, dx);
        return prover.op(o, prover.route(o), () -> direct.get().inputGradient(dy, dx));
      }

      @Override
      public Op weightGradient(Tensor dy, Tensor dWeight, Tensor dBias) {
        Operation o = MatrixOperations.linearWeight(x, weight, y, dy, dWeight, dBias);
        return prover.op(o, prover.route(o), () -> direct.get().weightGradient(dy, dWeight, dBias));
      }
    };
  }

  @Override
  public LayerNormalization layerNormalization(
      Tensor x, Tensor scale, Tensor shift, double eps, Tensor y) {
    Operation forward = NormalizationOperations.layer(x, scale, shift, eps, y);
    Route route = prover.route(forward);
    Supplier<LayerNormalization> direct =
        once(() -> kernels.layerNormalization(x, scale, shift, eps, y));
    Op run = prover.op(forward, route, direct::get);
    return new LayerNormalization() {
      @Override
      public void run() {
        run.run();
      }

      @Override
      public Op gradient(Tensor dy, Tensor dx, Tensor dScale, Tensor dShift) {
        Operation o =
            NormalizationOperations.layerGradient(x, scale, shift, eps, y, dy, dx, dScale, dShift)
                .after(route);
        return prover.op(o, prover.route(o), () -> direct.get().gradient(dy, dx, dScale, dShift));
      }
    };
  }

  @Override
  public Recurrence recurrence(Cell cell, Tensor x, Gates weights, Tensor y) {
    return new ProvenRecurrence(prover, new RecurrentOperations(cell, x, weights, y));
  }

  @Override
  public Op matmul(double alpha, Tensor a, Tensor b, Tensor y) {
    return prover.op(MatrixOperations.matmul(alpha, a, b, y));
  }

  @Override
  public Op softmax(Tensor x, Tensor y) {
    return prover.op(ElementwiseOperations.softmax(x, y));
  }

  @Override
  public Op softmaxGradient(Tensor y, Tensor dots, Tensor dy, Tensor dx) {
    return prover.op(ElementwiseOperations.softmaxGradient(y, dots, dy, dx));
  }

  @Override
  public Op gelu(Tensor x, Tensor y) {
    return prover.op(ElementwiseOperations.gelu(x, y));
  }

  @Override
  public Op geluGradient(Tensor x, Tensor dy, Tensor dx) {
    return prover.op(ElementwiseOperations.geluGradient(x, dy, dx));
  }

  @Override
  public Op sigmoid(Tensor x, Tensor y) {
    return prover.op(ElementwiseOperations.sigmoid(x, y));
  }

  @Override
  public Op sigmoidGradient(Tensor y, Tensor dy, Tensor dx) {
    return prover.op(ElementwiseOperations.sigmoidGradient(y, dy, dx));
  }

  @Override
  public Op tanh(Tensor x, Tensor y) {
    return prover.op(ElementwiseOperations.tanh(x, y));
  }

  @Override
  public Op tanhGradient(Tensor y, Tensor dy, Tensor dx) {
    return prover.op(ElementwiseOperations.tanhGradient(y, dy, dx));
  }

  @Override
  public Op relu(Tensor x, Tensor y) {
    return prover.op(ElementwiseOperations.relu(x, y));
  }

  @Override
  public Op addRelu(Tensor a, Tensor b, Tensor y) {
    return prover.op(ElementwiseOperations.addRelu(a, b, y));
  }

  @Override
  public Op reluGradient(Tensor y, Tensor dy, Tensor dx) {
    return prover.op(ElementwiseOperations.reluGradient(y, dy, dx));
  }

  @Override
  public Op add(Tensor a, Tensor b, Tensor y) {
    return prover.op(ElementwiseOperations.add(a, b, y));
  }

  @Override
  public Op subtract(Tensor a, Tensor b, Tensor y) {
    return prover.op(ElementwiseOperations.subtract(a, b, y));
  }

  @Override
  public Op multiply(Tensor a, Tensor b, Tensor y) {
    return prover.op(ElementwiseOperations.multiply(a, b, y));
  }

  @Override
  public Op copy(Tensor x, Tensor y) {
    return prover.op(ElementwiseOperations.copy(x, y));
  }

  @Override
  public Op zero(Tensor y) {
    return prover.op(ElementwiseOperations.zero(y));
  }

  @Override
  public Op sum(Tensor x, Tensor y) {
    return prover.op(MatrixOperations.sum(x, y));
  }

  @Override
  public void close() {
    kernels.close();
  }
}
