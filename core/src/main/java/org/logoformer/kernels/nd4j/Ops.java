package org.logoformer.kernels.nd4j;

import org.logoformer.kernels.Op;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.reduce.same.Sum;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarAdd;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMultiplication;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarSet;
import org.nd4j.linalg.api.ops.impl.transforms.any.Assign;
import org.nd4j.linalg.api.ops.impl.transforms.floating.RSqrt;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh;
import org.nd4j.linalg.factory.Nd4j;

/**
 * ND4J operations bound to their views. Unless said otherwise they are elementwise, any strides.
 */
final class Ops {
  private Ops() {}

  /** z = alpha * a b + beta * z over the last two dimensions; z is not read when beta is 0. */
  static Op matmul(double alpha, INDArray a, INDArray b, double beta, INDArray z) {
    return custom(
        DynamicCustomOp.builder("matmul")
            .addInputs(a, b)
            .addOutputs(z)
            .addFloatingPointArguments(alpha, beta)
            .addIntegerArguments(0, 0, 0));
  }

  /** z = x + y, y broadcast to x. */
  static Op add(INDArray x, INDArray y, INDArray z) {
    return binary("add", x, y, z);
  }

  /** z = x - y, y broadcast to x. */
  static Op subtract(INDArray x, INDArray y, INDArray z) {
    return binary("subtract", x, y, z);
  }

  /** z = x * y, y broadcast to x. */
  static Op multiply(INDArray x, INDArray y, INDArray z) {
    return binary("multiply", x, y, z);
  }

  /** z = max(x, y). */
  static Op maximum(INDArray x, INDArray y, INDArray z) {
    return binary("maximum", x, y, z);
  }

  /** z = max(x, 0). */
  static Op relu(INDArray x, INDArray z) {
    return custom(
        DynamicCustomOp.builder("relu").addInputs(x).addOutputs(z).addFloatingPointArguments(0.0));
  }

  /** z = dy where y > 0, else 0. */
  static Op reluGradient(INDArray y, INDArray dy, INDArray z) {
    return binary("relu_bp", y, dy, z);
  }

  /** Softmax over the last dimension. */
  static Op softmax(INDArray x, INDArray z) {
    return custom(
        DynamicCustomOp.builder("softmax")
            .addInputs(x)
            .addOutputs(z)
            .addIntegerArguments(x.rank() - 1));
  }

  static Op copy(INDArray x, INDArray z) {
    return bound(new Assign(x, z));
  }

  static Op fill(INDArray z, double value) {
    // INDArray.assign would make an array for the value in each run.
    return bound(new ScalarSet(z, value));
  }

  /** x += value. */
  static Op increase(INDArray x, double value) {
    return bound(new ScalarAdd(x, null, x, value));
  }

  /** z = value * x. */
  static Op scale(INDArray x, double value, INDArray z) {
    return bound(new ScalarMultiplication(x, null, z, value));
  }

  /** z = 1 / sqrt(x). */
  static Op inverseRoot(INDArray x, INDArray z) {
    return bound(new RSqrt(x, z));
  }

  static Op erf(INDArray x, INDArray z) {
    return bound(new Erf(x, z));
  }

  static Op exp(INDArray x, INDArray z) {
    return bound(new Exp(x, z));
  }

  static Op sigmoid(INDArray x, INDArray z) {
    return bound(new Sigmoid(x, z));
  }

  static Op tanh(INDArray x, INDArray z) {
    return bound(new Tanh(x, z));
  }

  /** Sum over {@code dimensions}, which stay with size 1. */
  static Op sum(INDArray x, INDArray z, int... dimensions) {
    return bound(new Sum(x, z, true, dimensions));
  }

  private static Op bound(org.nd4j.linalg.api.ops.Op op) {
    return () -> Nd4j.exec(op);
  }

  private static Op binary(String name, INDArray x, INDArray y, INDArray z) {
    return custom(DynamicCustomOp.builder(name).addInputs(x, y).addOutputs(z));
  }

  private static Op custom(DynamicCustomOp.DynamicCustomOpsBuilder builder) {
    DynamicCustomOp op = builder.build();
    return () -> Nd4j.exec(op);
  }
}
