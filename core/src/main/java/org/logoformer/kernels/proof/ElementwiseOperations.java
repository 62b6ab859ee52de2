package org.logoformer.kernels.proof;

import java.util.Arrays;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.proof.Elementwise.Formula;
import org.logoformer.kernels.proof.Elementwise.Pointwise;
import org.logoformer.kernels.proof.Operation.Maker;
import org.logoformer.kernels.proof.Operation.Role;
import org.logoformer.tensor.Tensor;

/** What is computed element by element, and softmax, as operations. */
final class ElementwiseOperations {
  private ElementwiseOperations() {}

  /**
   * @param tensors inputs, then the result
   */
  private static Operation pointwise(
      String name, Values values, Maker maker, Formula formula, Tensor... tensors) {
    Operation o = new Operation(name, "");
    int last = tensors.length - 1;
    for (int i = 0; i <= last; i++) {
      // Where an input repeats along the first dimension, the batch is not that dimension.
      boolean shared = tensors[i].size(0) == tensors[last].size(0);
      o.add(i == last ? Role.WRITTEN : Role.READ, values, tensors[i], shared);
    }
    return o.by(
        maker,
        v -> new Pointwise(Arrays.copyOf(v, last), formula),
        (double) tensors[last].length());
  }

  /** Makes an operation of one input. */
  @FunctionalInterface
  private interface OfOne {
    Op of(Kernels k, Tensor x, Tensor y);
  }

  /** Makes an operation of two inputs. */
  @FunctionalInterface
  private interface OfTwo {
    Op of(Kernels k, Tensor a, Tensor b, Tensor y);
  }

  private static Operation ofOne(
      String name, Values values, OfOne maker, Formula formula, Tensor x, Tensor y) {
    return pointwise(name, values, (k, t) -> maker.of(k, t[0], t[1]), formula, x, y);
  }

  private static Operation ofTwo(
      String name, Values values, OfTwo maker, Formula formula, Tensor a, Tensor b, Tensor y) {
    return pointwise(name, values, (k, t) -> maker.of(k, t[0], t[1], t[2]), formula, a, b, y);
  }

  static Operation softmax(Tensor x, Tensor y) {
    Operation o = new Operation("softmax", "");
    o.add(Role.READ, Values.WIDE, x, true);
    o.writtenShared(y);
    return o.by(
        (k, t) -> k.softmax(t[0], t[1]), v -> new Elementwise.Softmax(v[0]), 8.0 * x.length());
  }

  static Operation softmaxGradient(Tensor y, Tensor dots, Tensor dy, Tensor dx) {
    return pointwise(
        "softmax gradient",
        Values.UNIT,
        (k, t) -> k.softmaxGradient(t[0], t[1], t[2], t[3]),
        (in, sum) -> {
          sum.add(in[0] * in[2]);
          sum.add(-in[0] * in[1]);
        },
        y,
        dots,
        dy,
        dx);
  }

  static Operation gelu(Tensor x, Tensor y) {
    return ofOne("gelu", Values.WIDE, Kernels::gelu, Elementwise::gelu, x, y);
  }

  static Operation geluGradient(Tensor x, Tensor dy, Tensor dx) {
    return ofTwo(
        "gelu gradient", Values.WIDE, Kernels::geluGradient, Elementwise::geluGradient, x, dy, dx);
  }

  static Operation sigmoid(Tensor x, Tensor y) {
    return ofOne(
        "sigmoid",
        Values.WIDE,
        Kernels::sigmoid,
        (in, sum) -> sum.add(1 / (1 + Math.exp(-in[0]))),
        x,
        y);
  }

  static Operation sigmoidGradient(Tensor y, Tensor dy, Tensor dx) {
    return ofTwo(
        "sigmoid gradient",
        Values.UNIT,
        Kernels::sigmoidGradient,
        (in, sum) -> {
          sum.add(in[1] * in[0]);
          sum.add(-in[1] * in[0] * in[0]);
        },
        y,
        dy,
        dx);
  }

  static Operation tanh(Tensor x, Tensor y) {
    return ofOne("tanh", Values.WIDE, Kernels::tanh, (in, sum) -> sum.add(Math.tanh(in[0])), x, y);
  }

  static Operation tanhGradient(Tensor y, Tensor dy, Tensor dx) {
    return ofTwo(
        "tanh gradient",
        Values.UNIT,
        Kernels::tanhGradient,
        (in, sum) -> {
          sum.add(in[1]);
          sum.add(-in[1] * in[0] * in[0]);
        },
        y,
        dy,
        dx);
  }

  static Operation relu(Tensor x, Tensor y) {
    return pointwise(
        "relu",
        Values.UNIT,
        (k, t) -> k.relu(t[0], t[1]),
        (in, sum) -> {
          sum.add(in[0]);
          sum.rectify();
        },
        x,
        y);
  }

  static Operation addRelu(Tensor a, Tensor b, Tensor y) {
    return ofTwo(
        "add relu",
        Values.UNIT,
        Kernels::addRelu,
        (in, sum) -> {
          sum.add(in[0]);
          sum.add(in[1]);
          sum.rectify();
        },
        a,
        b,
        y);
  }

  static Operation reluGradient(Tensor y, Tensor dy, Tensor dx) {
    return ofTwo(
        "relu gradient",
        Values.UNIT,
        Kernels::reluGradient,
        (in, sum) -> sum.add(in[0] > 0 ? in[1] : 0),
        y,
        dy,
        dx);
  }

  static Operation add(Tensor a, Tensor b, Tensor y) {
    return ofTwo(
        "add",
        Values.UNIT,
        Kernels::add,
        (in, sum) -> {
          sum.add(in[0]);
          sum.add(in[1]);
        },
        a,
        b,
        y);
  }

  static Operation subtract(Tensor a, Tensor b, Tensor y) {
    return pointwise(
        "subtract",
        Values.UNIT,
        (k, t) -> k.subtract(t[0], t[1], t[2]),
        (in, sum) -> {
          sum.add(in[0]);
          sum.add(-in[1]);
        },
        a,
        b,
        y);
  }

  static Operation multiply(Tensor a, Tensor b, Tensor y) {
    return ofTwo(
        "multiply", Values.UNIT, Kernels::multiply, (in, sum) -> sum.add(in[0] * in[1]), a, b, y);
  }

  static Operation copy(Tensor x, Tensor y) {
    return ofOne("copy", Values.UNIT, Kernels::copy, (in, sum) -> sum.add(in[0]), x, y);
  }

  static Operation zero(Tensor y) {
    return pointwise("zero", Values.UNIT, (k, t) -> k.zero(t[0]), (in, sum) -> {}, y);
  }
}
