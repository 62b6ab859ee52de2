package org.logoformer.kernels.onednn;

import java.util.ArrayList;
import java.util.List;
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
    try (Attributes after = engine.attributes()) {
      if (separate) {
        after.add(Engine.format(added));
      } else if (residual != null) {
        after.accumulate();
      }
      forward =
          MatmulOps.plan(
                  engine,
                  Operand.of(engine, rows[0], x),
                  Operand.of(engine, Layout.of(weight).transpose().leading(rank), weight),
                  bias == null ? null : Operand.of(engine, Layout.of(bias).leading(rank), bias),
                  Operand.of(engine, rows[1], y),
                  after)
              .with(Attributes.operand(), added)
              .bind();
    }
  }

  @Override
  public void run() {
    forward.run();
  }

  @Override
  public Op inputGradient(Tensor dy, Tensor dx) {
    Layout[] rows = Layout.rows(dy, dx);
    return MatmulOps.plan(
            engine,
            Operand.of(engine, rows[0], dy),
            Operand.of(engine, Layout.of(weight).leading(rows[0].rank()), weight),
            Operand.of(engine, rows[1], dx))
        .bind();
  }

  @Override
  public Op weightGradient(Tensor dy, Tensor dWeight, Tensor dBias) {
    List<Op> ops = new ArrayList<>();
    Scratch.Frame frame = engine.temporaries().frame();
    Operand gradient = matrix(dy, frame, ops);
    Operand input = matrix(x, frame, ops);
    Operand result = Operand.of(engine, dWeight);
    ops.add(MatmulOps.plan(engine, gradient.transpose(), input, result).bind());
    if (dBias != null) {
      ops.add(
          SumOps.columns(engine, gradient, Operand.of(engine, Layout.of(dBias).leading(2), dBias)));
    }
    return Op.sequence(ops);
  }

  /** {@code t} as a matrix, copied where its rows do not follow one step. */
  private Operand matrix(Tensor t, Scratch.Frame frame, List<Op> ops) {
    Layout rows = Layout.rows(t)[0];
    if (rows.rank() == 2) {
      return Operand.of(engine, rows, t);
    }
    Operand copy = CopyOps.dense(engine, rows, t, frame, ops);
    long in = t.size(t.rank() - 1);
    return new Operand(Layout.dense(t.length() / in, in), copy.memory());
  }
}
