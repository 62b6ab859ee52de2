package org.logoformer.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.dnnl.dnnl_memory;
import org.logoformer.kernels.Kernels.Gates;
import org.logoformer.kernels.Kernels.Recurrence;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.onednn.MatmulOps.Operand;
import org.logoformer.kernels.onednn.RecurrentCell.Formats;
import org.logoformer.tensor.Tensor;

/**
 * A layer of recurrence. oneDNN calls its code for it "ref", but that is fast products and a loop.
 * Rows are copied to one step behind the other, which lets it multiply all steps at once.
 *
 * <p>The states of zero are there for oneDNN 3.11: without any, and with such rows, its gradient by
 * the weights of an LSTM's state takes each state for the one before.
 */
final class RecurrenceOp implements Recurrence {
  private final Engine engine;
  private final RecurrentCell cell;
  private final GateBlocks blocks;
  private final Tensor x;
  private final Gates weights;
  private final Tensor y;
  private final Layout states;
  private final dnnl_memory zeros;
  private final Formats forward;
  private Plan trained;
  private dnnl_memory workspace;

  RecurrenceOp(Engine engine, RecurrentCell cell, Tensor x, Gates weights, Tensor y) {
    this.engine = engine;
    this.cell = cell;
    this.blocks = new GateBlocks(engine, cell, Math.toIntExact(weights.hidden()));
    this.x = x;
    this.weights = weights;
    this.y = y;
    this.states = Layout.dense(1, 1, x.size(0), weights.hidden());
    this.zeros = engine.constant(0, states);
    this.forward = formats(blocks::byInput);
  }

  /** What the arguments look like, with weights in {@code order}. */
  private Formats formats(Function<Tensor, Layout> order) {
    return new Formats(
        engine.descriptor(Layout.dense(steps(x).dims())),
        engine.descriptor(states),
        engine.descriptor(order.apply(weights.ofInput())),
        engine.descriptor(order.apply(weights.ofState())),
        engine.descriptor(blocks.biases()),
        engine.descriptor(Layout.dense(steps(y).dims())));
  }

  /** [B, T, C] as oneDNN counts: [T, B, C]. */
  private static Layout steps(Tensor t) {
    return Layout.of(t).permute(1, 0, 2).denseOnes();
  }

  @Override
  public Op train() {
    return bound(trained().with(DNNL_ARG_WORKSPACE, workspace));
  }

  @Override
  public Op infer() {
    return bound(plan(dnnl_forward_inference));
  }

  private Plan trained() {
    if (trained == null) {
      trained = plan(dnnl_forward_training);
      workspace = trained.workspace();
    }
    return trained;
  }

  private Plan plan(int kind) {
    return engine.plan("recurrence of " + x, cell.forward(kind, forward));
  }

  private Op bound(Plan plan) {
    List<Op> ops = new ArrayList<>();
    Scratch.Frame frame = engine.temporaries().frame();
    bindInputs(plan, blocks::byInput, frame, ops);
    Operand result = CopyOps.staged(engine, steps(y), y, frame);
    ops.add(plan.with(DNNL_ARG_DST_LAYER, result.memory()).bind());
    CopyOps.unstage(engine, result, steps(y), y, ops);
    return Op.sequence(ops);
  }

  /** Binds what both passes read, with weights in {@code order}. */
  private void bindInputs(
      Plan plan, Function<Tensor, Layout> order, Scratch.Frame frame, List<Op> ops) {
    Layout ofInput = order.apply(weights.ofInput());
    Layout ofState = order.apply(weights.ofState());
    plan.with(DNNL_ARG_SRC_LAYER, CopyOps.dense(engine, steps(x), x, frame, ops).memory())
        .with(DNNL_ARG_SRC_ITER, zeros)
        .with(DNNL_ARG_SRC_ITER_C, cell == RecurrentCell.LSTM ? zeros : null)
        .with(DNNL_ARG_BIAS, blocks.bias(weights, frame, ops))
        .with(DNNL_ARG_WEIGHTS_LAYER, blocks.packed(weights.ofInput(), ofInput, frame, ops))
        .with(DNNL_ARG_WEIGHTS_ITER, blocks.packed(weights.ofState(), ofState, frame, ops));
  }

  @Override
  public Op gradient(Tensor dy, Tensor dx, Gates dWeights) {
    Plan hint = trained();
    Plan plan =
        engine.plan(
            "gradient of recurrence of " + x,
            cell.backward(formats(blocks::byOutput), forward, hint));
    List<Op> ops = new ArrayList<>();
    Scratch.Frame frame = engine.temporaries().frame();
    bindInputs(plan, blocks::byOutput, frame, ops);
    plan.with(DNNL_ARG_DST_LAYER, CopyOps.dense(engine, steps(y), y, frame, ops).memory())
        .with(DNNL_ARG_DIFF_DST_LAYER, CopyOps.dense(engine, steps(dy), dy, frame, ops).memory())
        .with(DNNL_ARG_WORKSPACE, workspace);
    List<Op> after = new ArrayList<>();
    bindResults(plan, dx, dWeights, frame, after);
    ops.add(plan.bind());
    ops.addAll(after);
    return Op.sequence(ops);
  }

  private void bindResults(
      Plan plan, Tensor dx, Gates dWeights, Scratch.Frame frame, List<Op> after) {
    Operand result = CopyOps.staged(engine, steps(dx), dx, frame);
    Layout ofInput = blocks.byInput(dWeights.ofInput());
    Layout ofState = blocks.byInput(dWeights.ofState());
    plan.with(DNNL_ARG_DIFF_SRC_LAYER, result.memory())
        .with(DNNL_ARG_DIFF_SRC_ITER, frame.memory(states))
        .with(
            DNNL_ARG_DIFF_WEIGHTS_LAYER, blocks.unpacked(dWeights.ofInput(), ofInput, frame, after))
        .with(
            DNNL_ARG_DIFF_WEIGHTS_ITER, blocks.unpacked(dWeights.ofState(), ofState, frame, after))
        .with(DNNL_ARG_DIFF_BIAS, blocks.biasGradient(dWeights, frame, after))
        .with(DNNL_ARG_DIFF_SRC_ITER_C, cell == RecurrentCell.LSTM ? frame.memory(states) : null);
    CopyOps.unstage(engine, result, steps(dx), dx, after);
  }
}
