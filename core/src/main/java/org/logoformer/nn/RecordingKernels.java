package org.logoformer.nn;

import java.util.function.BooleanSupplier;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Lanes;
import org.logoformer.kernels.MultiplyAdds;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.Window;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.ElementType;
import org.logoformer.tensor.NoMemory;
import org.logoformer.tensor.Tensor;

/**
 * Kernels that compute nothing and take no memory, but count: a multiply-add for each product of
 * convolutions, linear layers and matrix products; nothing for normalisations, biases, softmax and
 * what else is done element by element.
 */
final class RecordingKernels implements Kernels {
  private static final Op NOTHING = () -> {};

  private final Arena arena;
  private final MultiplyAdds cost;
  private long multiplyAdds;
  private Watcher watcher = (weight, y, products) -> {};

  /** Is told of operations whose results are layers of their own. */
  @FunctionalInterface
  interface Watcher {
    /**
     * Is told of one.
     *
     * @param weight that it was made with; null for a product of activations
     */
    void made(Tensor weight, Tensor y, long products);
  }

  RecordingKernels(ElementType type, MultiplyAdds cost) {
    this.arena = new Arena(type, NoMemory::new, 0);
    this.cost = cost;
  }

  /** Of all operations made so far. */
  long multiplyAdds() {
    return multiplyAdds;
  }

  /** From now on tells {@code watching} of what is made. */
  void watcher(Watcher watching) {
    this.watcher = watching;
  }

  private Op counted(Tensor weight, Tensor y, long products) {
    watcher.made(weight, y, products);
    return counted(products);
  }

  private Op counted(long products) {
    multiplyAdds = Math.addExact(multiplyAdds, products);
    return NOTHING;
  }

  @Override
  public Arena arena() {
    return arena;
  }

  @Override
  public long bytes() {
    return arena.bytes();
  }

  @Override
  public Lanes lanes(int clips) {
    return Lanes.one(this);
  }

  @Override
  public Convolution convolution(Window window, Tensor x, Tensor weight, Tensor bias, Tensor y) {
    long products = cost.ofConvolution(window, weight.shape(), y.shape());
    counted(weight, y, products);
    return new Weighted(products);
  }

  /** What multiplies as much in each of its gradients as in its forward pass. */
  private final class Weighted implements Convolution, Linear {
    private final long products;

    Weighted(long products) {
      this.products = products;
    }

    @Override
    public void run() {
      // Nothing to compute.
    }

    @Override
    public Op inputGradient(Tensor dy, Tensor dx) {
      return counted(products);
    }

    @Override
    public Op weightGradient(Tensor dy, Tensor dWeight, Tensor dBias) {
      return counted(products);
    }
  }

  /** What multiplies nothing. */
  private static final class Plain implements BatchNormalization, LayerNormalization, Pooling {
    @Override
    public void run() {
      // Nothing to compute.
    }

    @Override
    public Op train() {
      return NOTHING;
    }

    @Override
    public Op updateRunning() {
      return NOTHING;
    }

    @Override
    public Op gradient(Tensor dy, Tensor dx) {
      return NOTHING;
    }

    @Override
    public Op gradient(Tensor dy, Tensor dx, Tensor dScale, Tensor dShift) {
      return NOTHING;
    }
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
    counted(cost.ofConvolution(window, weight.shape(), y.shape()));
    return NOTHING::run;
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
    return NOTHING;
  }

  @Override
  public BooleanSupplier changes(Tensor x) {
    return () -> false;
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
    counted(scale, y, 0);
    return new Plain();
  }

  @Override
  public Pooling maxPooling(Window window, Tensor x, Tensor y) {
    return new Plain();
  }

  @Override
  public Pooling averagePooling(Window window, Tensor x, Tensor y) {
    return new Plain();
  }

  @Override
  public Linear linear(Tensor x, Tensor weight, Tensor bias, Tensor residual, Tensor y) {
    long products = y.length() * weight.size(1);
    counted(weight, y, products);
    return new Weighted(products);
  }

  @Override
  public LayerNormalization layerNormalization(
      Tensor x, Tensor scale, Tensor shift, double eps, Tensor y) {
    counted(scale, y, 0);
    return new Plain();
  }

  @Override
  public Recurrence recurrence(Cell cell, Tensor x, Gates weights, Tensor y) {
    long rows = x.size(0) * x.size(1);
    long products = rows * (weights.ofInput().length() + weights.ofState().length());
    watcher.made(weights.ofInput(), y, products);
    return new Recurrence() {
      @Override
      public Op train() {
        return counted(products);
      }

      @Override
      public Op infer() {
        return counted(products);
      }

      @Override
      public Op gradient(Tensor dy, Tensor dx, Gates dWeights) {
        return counted(2 * products);
      }
    };
  }

  @Override
  public Op matmul(double alpha, Tensor a, Tensor b, Tensor y) {
    return counted(null, y, y.length() * a.size(a.rank() - 1));
  }

  @Override
  public Op softmax(Tensor x, Tensor y) {
    return NOTHING;
  }

  @Override
  public Op softmaxGradient(Tensor y, Tensor dots, Tensor dy, Tensor dx) {
    return NOTHING;
  }

  @Override
  public Op gelu(Tensor x, Tensor y) {
    return NOTHING;
  }

  @Override
  public Op geluGradient(Tensor x, Tensor dy, Tensor dx) {
    return NOTHING;
  }

  @Override
  public Op sigmoid(Tensor x, Tensor y) {
    return NOTHING;
  }

  @Override
  public Op sigmoidGradient(Tensor y, Tensor dy, Tensor dx) {
    return NOTHING;
  }

  @Override
  public Op tanh(Tensor x, Tensor y) {
    return NOTHING;
  }

  @Override
  public Op tanhGradient(Tensor y, Tensor dy, Tensor dx) {
    return NOTHING;
  }

  @Override
  public Op relu(Tensor x, Tensor y) {
    return NOTHING;
  }

  @Override
  public Op addRelu(Tensor a, Tensor b, Tensor y) {
    return NOTHING;
  }

  @Override
  public Op reluGradient(Tensor y, Tensor dy, Tensor dx) {
    return NOTHING;
  }

  @Override
  public Op add(Tensor a, Tensor b, Tensor y) {
    return NOTHING;
  }

  @Override
  public Op subtract(Tensor a, Tensor b, Tensor y) {
    return NOTHING;
  }

  @Override
  public Op multiply(Tensor a, Tensor b, Tensor y) {
    return NOTHING;
  }

  @Override
  public Op copy(Tensor x, Tensor y) {
    return NOTHING;
  }

  @Override
  public Op zero(Tensor y) {
    return NOTHING;
  }

  @Override
  public Op sum(Tensor x, Tensor y) {
    return NOTHING;
  }

  @Override
  public void close() {
    arena.close();
  }
}
