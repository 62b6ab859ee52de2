package org.logoformer.kernels;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/**
 * Makes the operations of a network. See the package contract for who owns what.
 *
 * <p>Shape legend: N images or clips, {@code ..} one or more leading dimensions, C channels (always
 * the last, contiguous dimension of an activation), K kernel. Arguments named {@code dX} hold the
 * gradient of the loss by X and have X's shape. Unless an operation says "strided", its tensors are
 * contiguous. Where a method says "in place allowed", input and output may be the same tensor.
 */
public interface Kernels extends AutoCloseable {

  /** The memory that holds the activations and temporaries of the network built on this. */
  Arena arena();

  /**
   * Bytes of native memory held: those of the arena, of temporaries, and of what operations keep.
   */
  long bytes();

  /** What computes each operation made so far, as "operation: implementation"; empty if unknown. */
  default List<String> implementations() {
    return List.of();
  }

  /**
   * Shares of a batch of {@code clips} that these kernels' threads compute side by side. The lanes
   * must be closed before these kernels.
   */
  Lanes lanes(int clips);

  /**
   * Convolution over 2 or 3 dimensions.
   *
   * @param x [N, size.., C]
   * @param weight [O, C/groups, kernel..]; groups is 1, or C for a depthwise convolution (O = C)
   * @param bias [O], or null for none
   * @param y [N, outputSize.., O]
   */
  Convolution convolution(Window window, Tensor x, Tensor weight, Tensor bias, Tensor y);

  /**
   * A convolution for inference: y = activation(convolution of x + bias + residual). No gradients.
   * To be prepared before its first run.
   *
   * @param x [N, size.., C]
   * @param weight [O, C, kernel..]
   * @param bias [O]
   * @param residual as y, not y itself; null for none
   * @param y [N, outputSize.., O]
   * @param first the same convolution of the first of the {@link #lanes}, for an equal share: what
   *     that one prepares serves this one, too, which needs no preparation of its own; null if this
   *     is the first
   */
  FusedConvolution fusedConvolution(
      Window window,
      Tensor x,
      Tensor weight,
      Tensor bias,
      Tensor residual,
      Activation activation,
      Tensor y,
      FusedConvolution first);

  /**
   * Makes a batch normalisation with running statistics (eps 1e-5) part of the convolution in front
   * of it: foldedWeight = weight * f and foldedBias = shift - runningMean * f, where f = scale /
   * sqrt(runningVariance + eps) for each output channel.
   *
   * @param weight [O, C, kernel..]
   * @param scale [O], as the other three parameters
   * @param foldedWeight as weight
   * @param foldedBias [O]
   */
  Op foldNormalization(
      Tensor weight,
      Tensor scale,
      Tensor shift,
      Tensor runningMean,
      Tensor runningVariance,
      Tensor foldedWeight,
      Tensor foldedBias);

  /**
   * Tells whether x may have changed since it was asked last; yes at first.
   *
   * @param x contiguous
   */
  BooleanSupplier changes(Tensor x);

  /**
   * Batch normalisation over all dimensions but the last (eps 1e-5), with {@code activation} fused
   * behind it.
   *
   * @param x [N, size.., C]
   * @param scale [C]
   * @param shift [C]
   * @param runningMean [C], moved by {@link BatchNormalization#updateRunning}
   * @param runningVariance [C], likewise
   * @param y as x; in place not allowed
   */
  BatchNormalization batchNormalization(
      Tensor x,
      Tensor scale,
      Tensor shift,
      Tensor runningMean,
      Tensor runningVariance,
      Tensor y,
      Activation activation);

  /** Maximum over padded windows of [N, H, W, C]; padding never wins. */
  Pooling maxPooling(Window window, Tensor x, Tensor y);

  /** Mean over windows of [N, size.., C], 2 or 3 dimensions, no padding. */
  Pooling averagePooling(Window window, Tensor x, Tensor y);

  /**
   * y = x weight^T + bias (+ residual).
   *
   * @param x [.., in]: rows may be strided in the leading dimensions, at most 3 dimensions
   * @param weight [out, in]
   * @param bias [out], or null for none
   * @param residual added to the result, shape and strides of y (may be y itself), or null
   * @param y [.., out]: rows may be strided
   */
  Linear linear(Tensor x, Tensor weight, Tensor bias, Tensor residual, Tensor y);

  /**
   * Layer normalisation over the last dimension: y = (x - mean)/sqrt(var + eps) * scale + shift.
   *
   * @param x [.., C], at most 3 dimensions, rows may be strided
   * @param y as x (strides may differ); in place not allowed
   */
  LayerNormalization layerNormalization(Tensor x, Tensor scale, Tensor shift, double eps, Tensor y);

  /**
   * One layer of recurrence over T steps, from states of zero.
   *
   * @param x [B, T, in], rows may be strided
   * @param weights of {@code cell}'s gates
   * @param y receives h of all steps, [B, T, h]; rows may be strided
   */
  Recurrence recurrence(Cell cell, Tensor x, Gates weights, Tensor y);

  /**
   * Batched matrix product y = alpha * a b over the last two dimensions; strided, 2 to 4
   * dimensions, leading dimensions equal. Transposed operands are permuted views.
   */
  Op matmul(double alpha, Tensor a, Tensor b, Tensor y);

  /** Softmax over the last dimension; in place allowed. */
  Op softmax(Tensor x, Tensor y);

  /**
   * dx = y * (dy - dots); in place on dy allowed.
   *
   * @param y [.., n], result of the softmax
   * @param dots [.., 1], sums of y * dy over the last dimension
   */
  Op softmaxGradient(Tensor y, Tensor dots, Tensor dy, Tensor dx);

  /** Exact GELU, x * Phi(x); in place not allowed. */
  Op gelu(Tensor x, Tensor y);

  /** dx = dy * GELU'(x); in place on dy allowed. */
  Op geluGradient(Tensor x, Tensor dy, Tensor dx);

  /** The logistic function, 1 / (1 + exp(-x)); in place not allowed. */
  Op sigmoid(Tensor x, Tensor y);

  /** dx = dy * y * (1 - y), from the result; in place on dy allowed. */
  Op sigmoidGradient(Tensor y, Tensor dy, Tensor dx);

  /** Hyperbolic tangent; in place not allowed. */
  Op tanh(Tensor x, Tensor y);

  /** dx = dy * (1 - y^2), from the result; in place on dy allowed. */
  Op tanhGradient(Tensor y, Tensor dy, Tensor dx);

  /** y = max(x, 0); in place allowed. */
  Op relu(Tensor x, Tensor y);

  /** y = max(a + b, 0); in place on a or b allowed. */
  Op addRelu(Tensor a, Tensor b, Tensor y);

  /** dx = dy where y > 0, else 0; in place on dy allowed. */
  Op reluGradient(Tensor y, Tensor dy, Tensor dx);

  /**
   * y = a + b; strided, at most 5 dimensions; dimensions of b may be 1 and broadcast; in place on a
   * allowed.
   */
  Op add(Tensor a, Tensor b, Tensor y);

  /** y = a - b, same rules as {@link #add}. */
  Op subtract(Tensor a, Tensor b, Tensor y);

  /** y = a * b, same rules as {@link #add}. */
  Op multiply(Tensor a, Tensor b, Tensor y);

  /** y = x; strided, at most 8 dimensions. */
  Op copy(Tensor x, Tensor y);

  /** y = 0; strided, at most 8 dimensions. */
  Op zero(Tensor y);

  /** Sum over the dimensions in which y has size 1 (same rank as x, at most 5); strided. */
  Op sum(Tensor x, Tensor y);

  /** Frees native resources, the arena included. */
  @Override
  void close();

  /** What follows a normalisation. */
  enum Activation {
    NONE,
    RELU
  }

  /**
   * What a layer of recurrence does in a step, as PyTorch's modules do it: with what comes in, a =
   * x W_i^T + b_i, and with the state before, u = h W_s^T + b_s; sigma is the logistic function.
   */
  enum Cell {
    /**
     * Long short-term memory (Hochreiter and Schmidhuber, 1997), gates [i f g o] of a + u: c =
     * sigma(f) c + sigma(i) tanh(g), h = sigma(o) tanh(c).
     */
    LSTM(4),
    /**
     * Gated recurrent unit (Cho et al., 2014), gates [r z n]: r = sigma(a_r + u_r), z = sigma(a_z +
     * u_z), n = tanh(a_n + r u_n), h = n + z (h - n).
     */
    GRU(3);

    private final int gates;

    Cell(int gates) {
      this.gates = gates;
    }

    /** How many gates lie side by side. */
    public int gates() {
      return gates;
    }
  }

  /**
   * Parameters of a layer of recurrence, or gradients by them; G is {@link Cell#gates}.
   *
   * @param ofInput W_i [G h, in]
   * @param ofState W_s [G h, h]
   * @param inputBias b_i [G h]
   * @param stateBias b_s [G h]
   */
  record Gates(Tensor ofInput, Tensor ofState, Tensor inputBias, Tensor stateBias) {
    /** h. */
    public long hidden() {
      return ofState.size(1);
    }
  }

  /** Forward pass of a convolution for inference. */
  @FunctionalInterface
  interface FusedConvolution extends Op {
    /** Computes what follows from the weight alone, which stays until the weight changes. */
    default void prepare() {}
  }

  /** Forward pass of a convolution; makes its gradients. */
  interface Convolution extends Op {
    /** dx from dy. */
    Op inputGradient(Tensor dy, Tensor dx);

    /** dWeight from x and dy; dBias too unless it is null. */
    Op weightGradient(Tensor dy, Tensor dWeight, Tensor dBias);
  }

  /** Batch normalisation in training; for inference see {@link #foldNormalization}. */
  interface BatchNormalization {
    /** Normalises with the statistics of the batch and keeps them for the gradient. */
    Op train();

    /**
     * running = 0.9 * running + 0.1 * batch, from the last {@link #train} (the variance unbiased:
     * times n/(n-1)).
     */
    Op updateRunning();

    /** Gradients of the last {@link #train}, ReLU included; in place on dy allowed. */
    Op gradient(Tensor dy, Tensor dx, Tensor dScale, Tensor dShift);
  }

  /** Forward pass of a pooling; makes its gradient. */
  interface Pooling extends Op {
    /** dx from dy, for the last forward pass. */
    Op gradient(Tensor dy, Tensor dx);
  }

  /** Forward pass of a linear layer; makes its gradients. */
  interface Linear extends Op {
    /** dx = dy weight. */
    Op inputGradient(Tensor dy, Tensor dx);

    /** dWeight = dy^T x; dBias = column sums of dy unless it is null. */
    Op weightGradient(Tensor dy, Tensor dWeight, Tensor dBias);
  }

  /** Forward pass of a layer normalisation (keeps mean and variance); makes its gradient. */
  interface LayerNormalization extends Op {
    /** Gradients of the last forward pass; in place on dy allowed. */
    Op gradient(Tensor dy, Tensor dx, Tensor dScale, Tensor dShift);
  }

  /** A layer of recurrence. */
  interface Recurrence {
    /** The forward pass that keeps what the gradient needs. */
    Op train();

    /** The forward pass that keeps nothing. */
    Op infer();

    /**
     * Gradients of the last {@link #train}, whose parameters have not changed since.
     *
     * @param dy strided as y may be
     * @param dx strided as x may be
     */
    Op gradient(Tensor dy, Tensor dx, Gates dWeights);
  }
}
