package org.logoformer.kernels.proof;

import org.logoformer.kernels.proof.Operation.Role;
import org.logoformer.tensor.Tensor;

/** Products as operations. Operands keep the order in which they are added. */
final class MatrixOperations {
  private MatrixOperations() {}

  static Operation matmul(double alpha, Tensor a, Tensor b, Tensor y) {
    boolean batched = y.rank() > 2;
    Operation o = new Operation("matmul", alpha == 1 ? "" : " times " + alpha);
    o.add(Role.READ, Values.UNIT, a, batched);
    o.add(Role.READ, Values.UNIT, b, batched);
    o.add(Role.WRITTEN, Values.UNIT, y, batched);
    return o.by(
            (k, t) -> k.matmul(alpha, t[0], t[1], t[2]),
            v -> new Products.Matmul(alpha, v[0], v[1]),
            (double) y.length() * a.size(a.rank() - 1))
        .divisible();
  }

  static Operation linear(Tensor x, Tensor weight, Tensor bias, Tensor residual, Tensor y) {
    Operation o = new Operation("linear", "");
    o.readShared(x);
    o.read(weight);
    int shift = o.read(bias);
    int added = o.readShared(residual);
    int result = o.writtenShared(y);
    return o.by(
        (k, t) -> k.linear(t[0], t[1], of(t, shift), of(t, added), t[result]),
        v -> new Products.Linear(v[0], v[1], of(v, shift), of(v, added)),
        work(x, weight));
  }

  static Operation linearInput(Tensor x, Tensor weight, Tensor y, Tensor dy, Tensor dx) {
    Operation o = new Operation("linear input gradient", "");
    o.add(Role.SPOILED, Values.UNIT, x, true);
    o.read(weight);
    o.add(Role.SPOILED, Values.UNIT, y, true);
    o.readShared(dy);
    o.writtenShared(dx);
    return o.by(
        (k, t) -> k.linear(t[0], t[1], null, null, t[2]).inputGradient(t[3], t[4]),
        v -> new Products.LinearInput(v[1], v[3]),
        work(x, weight));
  }

  static Operation linearWeight(
      Tensor x, Tensor weight, Tensor y, Tensor dy, Tensor dWeight, Tensor dBias) {
    Operation o = new Operation("linear weight gradient", "");
    o.readShared(x);
    o.add(Role.SPOILED, Values.UNIT, weight, false);
    o.add(Role.SPOILED, Values.UNIT, y, true);
    o.readShared(dy);
    o.written(dWeight);
    int shift = o.written(dBias);
    return o.by(
        (k, t) -> k.linear(t[0], t[1], null, null, t[2]).weightGradient(t[3], t[4], of(t, shift)),
        v -> new Products.LinearWeight(v[0], v[3], 4),
        work(x, weight));
  }

  private static double work(Tensor x, Tensor weight) {
    return (double) x.length() * weight.size(0);
  }

  static Operation sum(Tensor x, Tensor y) {
    Operation o = new Operation("sum", "");
    o.read(x);
    o.written(y);
    return o.by(
        (k, t) -> k.sum(t[0], t[1]), v -> new Products.Reduction(v[0], v[1]), (double) x.length());
  }

  private static <T> T of(T[] operands, int number) {
    return number < 0 ? null : operands[number];
  }
}
