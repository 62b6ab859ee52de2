package org.logoformer.kernels.onednn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
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
    Layout[] rows = Layout.collapse(1, Layout.of(x), Layout.of(y));
    int rank = Math.max(rows[0].rank(), 2);
    Layout shift = bias == null ? null : Layout.of(bias).leading(rank);
    Operand result = Operand.of(engine, rows[1].leading(rank), y);
    try (Attributes a = engine.attributes()) {
      boolean separate = residual != null && residual.address() != y.address();
      dnnl_memory_desc sum = engine.descriptor(result.layout());
      if (separate) {
        a.add(sum);
      } else if (residual != null) {
        a.accumulate();
      }
      Plan plan =
          MatmulOps.plan(
              engine,
              Operand.of(engine, rows[0].leading(rank), x),
              Operand.of(engine, Layout.of(weight).transpose().leading(rank), weight),
              bias == null ? null : Operand.of(engine, shift, bias),
              result,
              a);
      if (separate) {
        plan.with(Attributes.operand(), engine.memory(sum, residual));
      }
      forward = plan.bind();
    }
  }

  @Override
  public void run() {
    forward.run();
  }

  @Override
  public Op inputGradient(Tensor dy, Tensor dx) {
    Layout[] rows = Layout.collapse(1, Layout.of(dy), Layout.of(dx));
    int rank = Math.max(rows[0].rank(), 2);
    try (Attributes a = engine.attributes()) {
      return MatmulOps.plan(
              engine,
              Operand.of(engine, rows[0].leading(rank), dy),
              Operand.of(engine, Layout.of(weight).leading(rank), weight),
              null,
              Operand.of(engine, rows[1].leading(rank), dx),
              a)
          .bind();
    }
  }

  @Override
  public Op weightGradient(Tensor dy, Tensor dWeight, Tensor dBias) {
    List<Op> ops = new ArrayList<>();
    Scratch.Frame frame = engine.temporaries().frame();
    Operand gradient = matrix(dy, frame, ops);
    Operand input = matrix(x, frame, ops);
    try (Attributes a = engine.attributes()) {
      Layout across = gradient.layout().transpose();
      ops.add(
          MatmulOps.plan(
                  engine,
                  new Operand(across, gradient.memory()),
                  input,
                  null,
                  Operand.of(engine, Layout.of(dWeight), dWeight),
                  a)
              .bind());
    }
    if (dBias != null) {
      ops.add(
          SumOps.rows(engine, gradient, Operand.of(engine, Layout.of(dBias).leading(2), dBias)));
    }
    return Sequence.of(ops);
  }

  /** {@code t} as a matrix, copied where its rows do not follow one step. */
  private Operand matrix(Tensor t, Scratch.Frame frame, List<Op> ops) {
    Layout rows = Layout.collapse(1, Layout.of(t))[0];
    if (rows.rank() <= 2) {
      return Operand.of(engine, rows.leading(2), t);
    }
    Operand copy = CopyOps.dense(engine, rows, t, frame, ops);
    long in = t.size(t.rank() - 1);
    return new Operand(Layout.dense(t.length() / in, in), copy.memory());
  }
}
