package org.logoformer.kernels;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.logoformer.kernels.Kernels.Gates;
import org.logoformer.tensor.Tensor;

/** {@link Kernels.Cell#LSTM}. Tensors of one gate or state are [B, 1, h]. */
final class LstmBySteps extends RecurrenceBySteps {
  private static final int INPUT = 0;
  private static final int FORGET = 1;
  private static final int NEW = 2;
  private static final int OUTPUT = 3;

  private final List<Step> steps = new ArrayList<>();

  LstmBySteps(Kernels kernels, Function<long[], Tensor> memory, Tensor x, Gates weights) {
    super(kernels, memory, x, weights);
    Tensor before = allocateState();
    then(kernels.zero(before));
    for (long t = 0; t < steps(); t++) {
      Tensor wide = gates(t);
      thenOfState(t, wide, wide);
      Step step = new Step(wide, before, state(t + 1));
      steps.add(step);
      before = step.memory;
    }
  }

  @Override
  Tensor differentiate(Tensor dyBth, Tensor dGatesBte, List<Op> back) {
    Tensor dState = allocateState();
    Tensor dMemory = allocateState();
    Tensor dWide = allocateGates();
    Tensor before = allocateState();
    Tensor[] own = {allocateState(), allocateState()};
    back.add(kernels().zero(dMemory));
    back.add(kernels().zero(before));
    for (long t = steps() - 1; t >= 0; t--) {
      back.add(kernels().add(before, dyBth.slice(1, t, t + 1), dState));
      steps.get((int) t).differentiate(dState, dMemory, dWide, own, back);
      back.add(kernels().copy(dWide, dGatesBte.slice(1, t, t + 1)));
      if (t > 0) {
        back.add(backOfState(dWide, before));
      }
    }
    return dGatesBte;
  }

  /** What follows the products of one step. */
  private final class Step {
    private final Tensor before;
    private final Tensor memory = allocateState();
    private final Tensor squashed = allocateState();
    private final Tensor[] gates = new Tensor[Kernels.Cell.LSTM.gates()];

    /**
     * @param wide gates before their activation, strided
     * @param before c of the step before
     * @param state receives h; strided
     */
    Step(Tensor wide, Tensor before, Tensor state) {
      this.before = before;
      for (int i = 0; i < gates.length; i++) {
        Tensor plain = allocateState();
        gates[i] = allocateState();
        then(kernels().copy(part(wide, i), plain));
        then(i == NEW ? kernels().tanh(plain, gates[i]) : kernels().sigmoid(plain, gates[i]));
      }
      Tensor added = allocateState();
      then(kernels().multiply(gates[INPUT], gates[NEW], added));
      then(kernels().multiply(gates[FORGET], before, memory));
      then(kernels().add(memory, added, memory));
      then(kernels().tanh(memory, squashed));
      then(kernels().multiply(gates[OUTPUT], squashed, state));
    }

    /**
     * Appends the backward pass of the step.
     *
     * @param dState gradient by h
     * @param dMemory gradient by c from the step behind, turned into that by c of the step before
     * @param dWide receives the gradient by the gates before their activation
     * @param own two temporaries
     */
    void differentiate(Tensor dState, Tensor dMemory, Tensor dWide, Tensor[] own, List<Op> back) {
      back.add(kernels().multiply(dState, gates[OUTPUT], own[1]));
      back.add(kernels().tanhGradient(squashed, own[1], own[1]));
      back.add(kernels().add(dMemory, own[1], dMemory));
      gate(OUTPUT, dState, squashed, own[0], dWide, back);
      gate(INPUT, dMemory, gates[NEW], own[0], dWide, back);
      gate(FORGET, dMemory, before, own[0], dWide, back);
      gate(NEW, dMemory, gates[INPUT], own[0], dWide, back);
      back.add(kernels().multiply(dMemory, gates[FORGET], dMemory));
    }

    private void gate(int i, Tensor d, Tensor factor, Tensor dGate, Tensor dWide, List<Op> back) {
      back.add(kernels().multiply(d, factor, dGate));
      back.add(
          i == NEW
              ? kernels().tanhGradient(gates[i], dGate, dGate)
              : kernels().sigmoidGradient(gates[i], dGate, dGate));
      back.add(kernels().copy(dGate, part(dWide, i)));
    }
  }
}
