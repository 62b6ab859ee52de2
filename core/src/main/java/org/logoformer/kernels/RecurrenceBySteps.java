package org.logoformer.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.logoformer.kernels.Kernels.Cell;
import org.logoformer.kernels.Kernels.Gates;
import org.logoformer.kernels.Kernels.Recurrence;
import org.logoformer.tensor.Tensor;

/**
 * A layer of recurrence as products and gates, step by step, by the other operations of some {@link
 * Kernels}: for those that have no operation of their own for it.
 *
 * <p>Shape suffixes: b clips, t steps, u = t + 1 (what is before step 0 included), h hidden width,
 * e gates side by side.
 */
public abstract class RecurrenceBySteps implements Recurrence {
  private final Kernels kernels;
  private final Function<long[], Tensor> memory;
  private final Gates weights;
  private final Tensor gatesBte;
  private final Tensor statesBuh;
  private final Kernels.Linear input;
  private final List<Op> forward = new ArrayList<>();

  /** See {@link #of}; a subclass appends its steps. */
  RecurrenceBySteps(Kernels kernels, Function<long[], Tensor> memory, Tensor xBti, Gates weights) {
    this.kernels = kernels;
    this.memory = memory;
    this.weights = weights;
    long clips = xBti.size(0);
    long steps = xBti.size(1);
    this.gatesBte = allocate(clips, steps, weights.inputBias().length());
    this.statesBuh = allocate(clips, steps + 1, weights.hidden());
    this.input = kernels.linear(xBti, weights.ofInput(), weights.inputBias(), null, gatesBte);
    forward.add(input);
    forward.add(kernels.zero(state(0)));
  }

  /**
   * The layer, see {@link Kernels#recurrence}.
   *
   * @param memory gives tensors that nobody else writes to, of the shapes it is asked for
   */
  public static Recurrence of(
      Kernels kernels,
      Function<long[], Tensor> memory,
      Cell cell,
      Tensor x,
      Gates weights,
      Tensor y) {
    RecurrenceBySteps made =
        switch (cell) {
          case LSTM -> new LstmBySteps(kernels, memory, x, weights);
          case GRU -> new GruBySteps(kernels, memory, x, weights);
        };
    made.forward.add(kernels.copy(made.statesBuh.slice(1, 1, made.steps() + 1), y));
    return made;
  }

  final Kernels kernels() {
    return kernels;
  }

  final Tensor allocate(long... shape) {
    return memory.apply(shape);
  }

  /** [B, 1, h]. */
  final Tensor allocateState() {
    return allocate(gatesBte.size(0), 1, weights.hidden());
  }

  /** [B, 1, e]. */
  final Tensor allocateGates() {
    return allocate(gatesBte.size(0), 1, gatesBte.size(2));
  }

  /** [B, T, e]. */
  final Tensor allocateAllGates() {
    return allocate(gatesBte.shape());
  }

  final void then(Op op) {
    forward.add(op);
  }

  final long steps() {
    return gatesBte.size(1);
  }

  /** What comes in makes of the gates of step {@code t}, [B, 1, e], strided. */
  final Tensor gates(long t) {
    return gatesBte.slice(1, t, t + 1);
  }

  /** h before step {@code t}, [B, 1, h], strided. */
  final Tensor state(long t) {
    return statesBuh.slice(1, t, t + 1);
  }

  /**
   * Appends y = h W_s^T + b_s (+ residual), h before step {@code t}.
   *
   * @param residual as y; null for none
   * @param y [B, 1, e]
   */
  final void thenOfState(long t, Tensor residual, Tensor y) {
    then(kernels.linear(state(t), weights.ofState(), weights.stateBias(), residual, y));
  }

  @Override
  public final Op train() {
    return Op.sequence(forward);
  }

  @Override
  public final Op infer() {
    return train();
  }

  @Override
  public final Op gradient(Tensor dyBth, Tensor dxBti, Gates dWeights) {
    List<Op> back = new ArrayList<>();
    Tensor dInputBte = allocateAllGates();
    Tensor dStateBte = differentiate(dyBth, dInputBte, back);
    Tensor unused = allocateAllGates();
    // The product of all steps at once, for its gradient by the weights: it is never run itself.
    Kernels.Linear ofStates =
        kernels.linear(statesBuh.slice(1, 0, steps()), weights.ofState(), null, null, unused);
    back.add(ofStates.weightGradient(dStateBte, dWeights.ofState(), dWeights.stateBias()));
    back.add(input.weightGradient(dInputBte, dWeights.ofInput(), dWeights.inputBias()));
    back.add(input.inputGradient(dInputBte, dxBti));
    return Op.sequence(back);
  }

  /**
   * Appends the backward pass of all steps.
   *
   * @param dInputBte receives the gradient by what comes in makes of the gates
   * @return gradient by what the states before make of them
   */
  abstract Tensor differentiate(Tensor dyBth, Tensor dInputBte, List<Op> back);

  /**
   * dh = d W_s.
   *
   * @param d gradient by what {@link #thenOfState} gives, [B, 1, e]
   * @param dh receives that by h before the step, [B, 1, h]
   */
  final Op backOfState(Tensor d, Tensor dh) {
    return kernels.matmul(1, flat(d), weights.ofState(), flat(dh));
  }

  /** [B, 1, h] as [B, h]. */
  private static Tensor flat(Tensor step) {
    return step.reshape(step.size(0), step.size(2));
  }

  /** Gate {@code i} of gates side by side. */
  final Tensor part(Tensor wide, int i) {
    long hidden = weights.hidden();
    return wide.slice(2, i * hidden, (i + 1) * hidden);
  }
}
