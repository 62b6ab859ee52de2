package org.logoformer.nn;

import java.util.ArrayList;
import java.util.List;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/**
 * One layer of gated recurrent units (Cho et al., 2014) as PyTorch computes them, gates [r z n]:
 * with a = x W_ih^T + b_ih and u = h W_hh^T + b_hh, r = s(a_r + u_r), z = s(a_z + u_z), n =
 * tanh(a_n + r u_n), h = n + z (h - n).
 *
 * <p>Shape suffixes are those of {@link Recurrent}.
 */
public final class Gru extends Recurrent {
  private static final int GATES = 3;
  private static final int RESET = 0;
  private static final int UPDATE = 1;
  private static final int NEW = 2;

  private final long hidden;
  private final List<Cell> cells = new ArrayList<>();

  /**
   * @param scope prefix of the parameters
   * @param number of this layer, from 0: the suffix of the parameters' names is l0, l1, ..
   * @param xBti strided rows
   * @param hidden width
   */
  public Gru(Scope scope, int number, Tensor xBti, long hidden) {
    super(scope, number, xBti, hidden, GATES, Initialisation.GATED);
    this.hidden = hidden;
    Tensor ofState = scope.allocate(xBti.size(0), 1, GATES * hidden);
    for (long t = 0; t < steps(); t++) {
      thenOfState(t, null, ofState);
      cells.add(thenPart(new Cell(scope, gates(t), ofState, state(t), state(t + 1))));
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
    Tensor dInputBte = scope().allocateLike(gates());
    Tensor dStateBte = scope().allocateLike(gates());
    Tensor dState = scope().allocate(clips, 1, hidden);
    Tensor dOfState = scope().allocate(clips, 1, GATES * hidden);
    Tensor before = scope().allocate(clips, 1, hidden);
    Tensor beforeToo = scope().allocate(clips, 1, hidden);
    back(kernels().zero(before));
    for (long t = steps() - 1; t >= 0; t--) {
      back(kernels().add(before, dyBth.slice(1, t, t + 1), dState));
      Cell cell = cells.get((int) t);
      cell.differentiate(dState, dInputBte.slice(1, t, t + 1), dOfState, before);
      backPart(cell);
      back(kernels().copy(dOfState, dStateBte.slice(1, t, t + 1)));
      if (t > 0) {
        backOfState(dOfState, beforeToo);
        back(kernels().add(before, beforeToo, before));
      }
    }
    backOfParameters(dInputBte, dStateBte, dxBti);
    scope().release(mark);
  }

  /** What follows the products of one step. Tensors of one gate are [B, 1, h]. */
  private static final class Cell extends Part {
    private final long hidden;
    private final Tensor reset;
    private final Tensor update;
    private final Tensor fresh;
    private final Tensor ofStateNew;
    private final Tensor difference;

    /**
     * @param ofInput what comes in makes of the gates, strided
     * @param ofState what the state before makes of them; may be overwritten after this part has
     *     run
     * @param before h of the step before; strided
     * @param state receives h; strided
     */
    Cell(Scope scope, Tensor ofInput, Tensor ofState, Tensor before, Tensor state) {
      super(scope);
      this.hidden = before.size(2);
      Arena.Mark mark = scope.mark();
      this.reset = scope.allocate(before.shape());
      this.update = scope.allocate(before.shape());
      this.fresh = scope.allocate(before.shape());
      this.ofStateNew = scope.allocate(before.shape());
      this.difference = scope.allocate(before.shape());
      Tensor sum = scope.allocate(before.shape());
      gate(RESET, ofInput, ofState, sum);
      then(kernels().sigmoid(sum, reset));
      gate(UPDATE, ofInput, ofState, sum);
      then(kernels().sigmoid(sum, update));
      then(kernels().copy(part(ofState, NEW, hidden), ofStateNew));
      then(kernels().multiply(reset, ofStateNew, sum));
      then(kernels().add(sum, part(ofInput, NEW, hidden), sum));
      then(kernels().tanh(sum, fresh));
      then(kernels().subtract(before, fresh, difference));
      then(kernels().multiply(update, difference, sum));
      then(kernels().add(fresh, sum, state));
      scope.releaseActivations(mark);
    }

    private void gate(int i, Tensor ofInput, Tensor ofState, Tensor sum) {
      then(kernels().add(part(ofInput, i, hidden), part(ofState, i, hidden), sum));
    }

    /**
     * @param dState gradient by h; overwritten
     * @param dInput receives the gradient by what comes in; strided
     * @param dOfState receives the gradient by what the state before makes of the gates
     * @param dBefore receives the gradient by the state before, but for what comes through dOfState
     */
    void differentiate(Tensor dState, Tensor dInput, Tensor dOfState, Tensor dBefore) {
      Arena.Mark mark = scope().mark();
      Tensor d = scope().allocateLike(dState);
      back(kernels().multiply(dState, update, dBefore));
      back(kernels().multiply(dState, difference, d));
      back(kernels().sigmoidGradient(update, d, d));
      both(UPDATE, d, dInput, dOfState);
      // By n: the share 1 - z.
      back(kernels().subtract(dState, dBefore, d));
      back(kernels().tanhGradient(fresh, d, d));
      back(kernels().copy(d, part(dInput, NEW, hidden)));
      back(kernels().multiply(d, reset, part(dOfState, NEW, hidden)));
      back(kernels().multiply(d, ofStateNew, d));
      back(kernels().sigmoidGradient(reset, d, d));
      both(RESET, d, dInput, dOfState);
      scope().release(mark);
    }

    private void both(int gate, Tensor d, Tensor dInput, Tensor dOfState) {
      back(kernels().copy(d, part(dInput, gate, hidden)));
      back(kernels().copy(d, part(dOfState, gate, hidden)));
    }
  }
}
