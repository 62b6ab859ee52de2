package org.logoformer.kernels.onednn;

import org.bytedeco.dnnl.dnnl_memory;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.onednn.MatmulOps.Operand;
import org.logoformer.tensor.Tensor;

/** y = x weight^T + bias (+ residual). */
final class LinearOp implements Kernels.Linear {
  private final Engine engine;
  private final Tensor x;
  private final Tensor weight;
  private final Op forward;

  LinearOp(Engine engine, Tensor x, Tensor weight, Tensor bias, Tensor residual, Tensor y) {
    this.engine = engine;
    this.x = x;
    this.weight = weight;
    Layout[] rows = Layout.rows(x, y);
    int rank = rows[0].rank();
    boolean separate = residual != null && residual.address() != y.address();
    dnnl_memory added = separate ? engine.memory(rows[1], residual) : null;
    Factors factors = Factors.ofProduct(engine, x.length() / weight.size(1), weight.size(0));
    try (Attributes after = engine.attributes()) {
      if (separate) {
        after.add(Engine.format(added));
      } else if (residual != null) {
        after.accumulate();
      }
      Plan plan =
          MatmulOps.plan(
                  engine,
                  factors.of(Operand.of(engine, rows[0], x)),
                  factors.of(
                      Operand.of(engine, Layout.of(weight).transpose().leading(rank), weight)),
                  bias == null ? null : Operand.of(engine, Layout.of(bias).leading(rank), bias),
                  Operand.of(engine, rows[1], y),
                  after)
              .with(Attributes.operand(), added);
      forward = factors.then(plan.bind());
    }
  }

  @Override
  public void run() {
    forward.run();
  }

  @Override
  public Op inputGradient(Tensor dy, Tensor dx) {
    Layout[] rows = Layout.rows(dy, dx);
    Factors factors = Factors.ofProduct(engine, x.length() / weight.size(1), weight.size(1));
    return factors.then(
        MatmulOps.plan(
                engine,
                factors.of(Operand.of(engine, rows[0], dy)),
                factors.of(Operand.of(engine, Layout.of(weight).leading(rows[0].rank()), weight)),
                Operand.of(engine, rows[1], dx))
            .bind());
  }

  @Override
  public Op weightGradient(Tensor dy, Tensor dWeight, Tensor dBias) {
    Factors factors = Factors.ofProduct(engine, weight.size(0), weight.size(1));
    Operand gradient = matrix(dy, factors);
    Operand input = matrix(x, factors);
    Operand result = Operand.of(engine, dWeight);
    Op product =
        factors.then(
            MatmulOps.plan(engine, factors.of(gradient).transpose(), factors.of(input), result)
                .bind());
    if (dBias == null) {
      return product;
    }
    Operand sums = Operand.of(engine, Layout.of(dBias).leading(2), dBias);
    return Op.sequence(product, SumOps.columns(engine, gradient, sums));
  }

  /** {@code t} as a matrix, copied where its rows do not follow one step. */
  private Operand matrix(Tensor t, Factors factors) {
    Layout rows = Layout.rows(t)[0];
    if (rows.rank() == 2) {
      return Operand.of(engine, rows, t);
    }
    long columns = t.size(t.rank() - 1);
    Layout matrix = Layout.dense(t.length() / columns, columns);
    Scratch.Area copy = factors.frame().area(t.length());
    dnnl_memory dense = factors.frame().memory(Layout.dense(rows.dims()), copy, 0);
    factors.before(CopyOps.reorder(engine, engine.memory(rows, t), dense));
    return new Operand(matrix, factors.frame().memory(matrix, copy, 0));
  }
}
