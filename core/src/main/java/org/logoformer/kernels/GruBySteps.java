package org.logoformer.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.logoformer.kernels.Kernels.Gates;
import org.logoformer.tensor.Tensor;

/** {@link Kernels.Cell#GRU}. Tensors of one gate or state are [B, 1, h]. */
final class GruBySteps extends RecurrenceBySteps {
  private static final int RESET = 0;
  private static final int UPDATE = 1;
  private static final int NEW = 2;

  private final List<Step> steps = new ArrayList<>();

  GruBySteps(Kernels kernels, Function<long[], Tensor> memory, Tensor x, Gates weights) {
    super(kernels, memory, x, weights);
    Tensor ofState = allocateGates();
    for (long t = 0; t < steps(); t++) {
      thenOfState(t, null, ofState);
      steps.add(new Step(gates(t), ofState, state(t), state(t + 1)));
    }
  }

  @Override
  Tensor differentiate(Tensor dyBth, Tensor dInputBte, List<Op> back) {
    Tensor dStateBte = allocateAllGates();
    Tensor dState = allocateState();
    Tensor dOfState = allocateGates();
    Tensor before = allocateState();
    Tensor beforeToo = allocateState();
    Tensor own = allocateState();
    back.add(kernels().zero(before));
    for (long t = steps() - 1; t >= 0; t--) {
      back.add(kernels().add(before, dyBth.slice(1, t, t + 1), dState));
      Tensor dInput = dInputBte.slice(1, t, t + 1);
      steps.get((int) t).differentiate(dState, dInput, dOfState, before, own, back);
      back.add(kernels().copy(dOfState, dStateBte.slice(1, t, t + 1)));
      if (t > 0) {
        back.add(backOfState(dOfState, beforeToo));
        back.add(kernels().add(before, beforeToo, before));
      }
    }
    return dStateBte;
  }

  /** What follows the products of one step. */
  private final class Step {
    private final Tensor reset = allocateState();
    private final Tensor update = allocateState();
    private final Tensor fresh = allocateState();
    private final Tensor ofStateNew = allocateState();
    private final Tensor difference = allocateState();

    /**
     * @param ofInput what comes in makes of the gates, strided
     * @param ofState what the state before makes of them; may be overwritten after this step
     * @param before h of the step before; strided
     * @param state receives h; strided
     */
    Step(Tensor ofInput, Tensor ofState, Tensor before, Tensor state) {
      Tensor sum = allocateState();
      gate(RESET, ofInput, ofState, sum);
      then(kernels().sigmoid(sum, reset));
      gate(UPDATE, ofInput, ofState, sum);
      then(kernels().sigmoid(sum, update));
      then(kernels().copy(part(ofState, NEW), ofStateNew));
      then(kernels().multiply(reset, ofStateNew, sum));
      then(kernels().add(sum, part(ofInput, NEW), sum));
      then(kernels().tanh(sum, fresh));
      then(kernels().subtract(before, fresh, difference));
      then(kernels().multiply(update, difference, sum));
      then(kernels().add(fresh, sum, state));
    }

    private void gate(int i, Tensor ofInput, Tensor ofState, Tensor sum) {
      then(kernels().add(part(ofInput, i), part(ofState, i), sum));
    }

    /**
     * Appends the backward pass of the step.
     *
     * @param dState gradient by h
     * @param dInput receives the gradient by what comes in makes of the gates; strided
     * @param dOfState receives the gradient by what the state before makes of them
     * @param dBefore receives the gradient by the state before, but for what comes through dOfState
     * @param d a temporary
     */
    void differentiate(
        Tensor dState, Tensor dInput, Tensor dOfState, Tensor dBefore, Tensor d, List<Op> back) {
      back.add(kernels().multiply(dState, update, dBefore));
      back.add(kernels().multiply(dState, difference, d));
      back.add(kernels().sigmoidGradient(update, d, d));
      both(UPDATE, d, dInput, dOfState, back);
      // By n: the share 1 - z.
      back.add(kernels().subtract(dState, dBefore, d));
      back.add(kernels().tanhGradient(fresh, d, d));
      back.add(kernels().copy(d, part(dInput, NEW)));
      back.add(kernels().multiply(d, reset, part(dOfState, NEW)));
      back.add(kernels().multiply(d, ofStateNew, d));
      back.add(kernels().sigmoidGradient(reset, d, d));
      both(RESET, d, dInput, dOfState, back);
    }

    private void both(int gate, Tensor d, Tensor dInput, Tensor dOfState, List<Op> back) {
      back.add(kernels().copy(d, part(dInput, gate)));
      back.add(kernels().copy(d, part(dOfState, gate)));
    }
  }
}
