package org.logoformer.nn;

import java.util.ArrayList;
import java.util.List;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/**
 * One layer of long short-term memory (Hochreiter and Schmidhuber, 1997) from states of zero, with
 * PyTorch's names and order of gates: [i f g o] = x W_ih^T + b_ih + h W_hh^T + b_hh, c = s(f) c +
 * s(i) tanh(g), h = s(o) tanh(c).
 *
 * <p>Shape suffixes are those of {@link Recurrent}.
 */
public final class Lstm extends Recurrent {
  private static final int GATES = 4;

  private final long hidden;
  private final List<Cell> cells = new ArrayList<>();

  /**
   * @param scope prefix of the parameters
   * @param number of this layer, from 0: the suffix of the parameters' names is l0, l1, ..
   * @param xBti strided rows
   * @param hidden width
   */
  public Lstm(Scope scope, int number, Tensor xBti, long hidden) {
    super(scope, number, xBti, hidden, GATES, Initialisation.RECURRENT);
    this.hidden = hidden;
    Tensor memory = scope.allocate(xBti.size(0), 1, hidden);
    then(kernels().zero(memory));
    for (long t = 0; t < steps(); t++) {
      Tensor gates = gates(t);
      thenOfState(t, gates, gates);
      Cell cell = thenPart(new Cell(scope, gates, memory, state(t + 1)));
      cells.add(cell);
      memory = cell.memory;
    }
  }

  /**
   * Appends the backward pass.
   *
   * @param dyBth gradient by y; strided
   * @param dxBti receives the gradient by x; strided rows
   */
  @Override
  public void differentiate(Tensor dyBth, Tensor dxBti) {
    Arena.Mark mark = scope().mark();
    long clips = gates().size(0);
    Tensor dGatesBte = scope().allocateLike(gates());
    Tensor dState = scope().allocate(clips, 1, hidden);
    Tensor dMemory = scope().allocate(clips, 1, hidden);
    Tensor dStep = scope().allocate(clips, 1, GATES * hidden);
    Tensor before = scope().allocate(clips, 1, hidden);
    back(kernels().zero(dMemory));
    back(kernels().zero(before));
    for (long t = steps() - 1; t >= 0; t--) {
      back(kernels().add(before, dyBth.slice(1, t, t + 1), dState));
      Cell cell = cells.get((int) t);
      cell.differentiate(dState, dMemory, dStep);
      backPart(cell);
      back(kernels().copy(dStep, dGatesBte.slice(1, t, t + 1)));
      if (t > 0) {
        backOfState(dStep, before);
      }
    }
    backOfParameters(dGatesBte, dGatesBte, dxBti);
    scope().release(mark);
  }

  /** What follows the products of one step. All tensors but the gates are [B, 1, h]. */
  private static final class Cell extends Part {
    private final Tensor before;
    private final Tensor memory;
    private final Tensor squashed;
    private final Tensor[] gates = new Tensor[GATES];

    /**
     * @param wide gates before their activation, strided
     * @param before c of the step before
     * @param state receives h; strided
     */
    Cell(Scope scope, Tensor wide, Tensor before, Tensor state) {
      super(scope);
      this.before = before;
      this.memory = scope.allocateLike(before);
      this.squashed = scope.allocateLike(before);
      Arena.Mark mark = scope.mark();
      for (int i = 0; i < GATES; i++) {
        Tensor plain = scope.allocateLike(before);
        gates[i] = scope.allocateLike(before);
        then(kernels().copy(part(wide, i, before.size(2)), plain));
        then(i == 2 ? kernels().tanh(plain, gates[i]) : kernels().sigmoid(plain, gates[i]));
      }
      Tensor added = scope.allocateLike(before);
      then(kernels().multiply(gates[0], gates[2], added));
      then(kernels().multiply(gates[1], before, memory));
      then(kernels().add(memory, added, memory));
      then(kernels().tanh(memory, squashed));
      then(kernels().multiply(gates[3], squashed, state));
      scope.releaseActivations(mark);
    }

    /**
     * @param dState gradient by h
     * @param dMemory gradient by c from the step behind, turned into that by c of the step before
     * @param dWide receives the gradient by the gates before their activation
     */
    void differentiate(Tensor dState, Tensor dMemory, Tensor dWide) {
      Arena.Mark mark = scope().mark();
      Tensor dGate = scope().allocateLike(before);
      Tensor dSquashed = scope().allocateLike(before);
      back(kernels().multiply(dState, gates[3], dSquashed));
      back(kernels().tanhGradient(squashed, dSquashed, dSquashed));
      back(kernels().add(dMemory, dSquashed, dMemory));
      gate(3, dState, squashed, dGate, dWide);
      gate(0, dMemory, gates[2], dGate, dWide);
      gate(1, dMemory, before, dGate, dWide);
      gate(2, dMemory, gates[0], dGate, dWide);
      back(kernels().multiply(dMemory, gates[1], dMemory));
      scope().release(mark);
    }

    private void gate(int i, Tensor d, Tensor factor, Tensor dGate, Tensor dWide) {
      back(kernels().multiply(d, factor, dGate));
      back(
          i == 2
              ? kernels().tanhGradient(gates[i], dGate, dGate)
              : kernels().sigmoidGradient(gates[i], dGate, dGate));
      back(kernels().copy(dGate, part(dWide, i, before.size(2))));
    }
  }
}
