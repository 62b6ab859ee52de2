package org.logoformer.nn;

import org.logoformer.kernels.Kernels;
import org.logoformer.tensor.Tensor;

/**
 * One layer of recurrence over steps from states of zero, with the names, shapes and order of gates
 * of PyTorch's modules: a weight and a bias for what comes in, and for the state before.
 *
 * <p>Shape suffixes: b clips, t steps, u = t + 1 (what is before step 0 included), h hidden width,
 * e gates side by side.
 */
public abstract class Recurrent extends Layer {
  private final String layer;
  private final Kernels.Linear input;
  private final Tensor gatesBte;
  private final Tensor statesBuh;
  private final Tensor ofState;
  private final Tensor stateBias;

  /**
   * @param scope prefix of the parameters
   * @param number of this layer, from 0: the suffix of the parameters' names is l0, l1, ..
   * @param xBti strided rows
   * @param hidden width
   * @param gates how many
   * @param start of all parameters
   */
  protected Recurrent(
      Scope scope, int number, Tensor xBti, long hidden, int gates, Initialisation start) {
    super(scope);
    this.layer = "_l" + number;
    long clips = xBti.size(0);
    long steps = xBti.size(1);
    long wide = gates * hidden;
    Tensor ofInput = scope.weight("weight_ih" + layer, start, wide, xBti.size(2));
    this.ofState = scope.weight("weight_hh" + layer, start, wide, hidden);
    Tensor inputBias = scope.weight("bias_ih" + layer, start, wide);
    this.stateBias = scope.weight("bias_hh" + layer, start, wide);
    this.gatesBte = scope.allocate(clips, steps, wide);
    this.statesBuh = scope.allocate(clips, steps + 1, hidden);
    this.input = then(kernels().linear(xBti, ofInput, inputBias, null, gatesBte));
    then(kernels().zero(statesBuh.slice(1, 0, 1)));
  }

  /** How many. */
  protected final long steps() {
    return gatesBte.size(1);
  }

  /** What comes in makes of the gates, of all steps: x W_ih^T + b_ih, [B, T, e]. */
  protected final Tensor gates() {
    return gatesBte;
  }

  /** The same of step {@code t}, [B, 1, e], strided. */
  protected final Tensor gates(long t) {
    return gatesBte.slice(1, t, t + 1);
  }

  /** h before step {@code t}, [B, 1, h], strided. */
  protected final Tensor state(long t) {
    return statesBuh.slice(1, t, t + 1);
  }

  /**
   * Appends y = h W_hh^T + b_hh (+ residual), h before step {@code t}.
   *
   * @param residual as y; null for none
   * @param y [B, 1, e]
   */
  protected final void thenOfState(long t, Tensor residual, Tensor y) {
    then(kernels().linear(state(t), ofState, stateBias, residual, y));
  }

  /** h of all steps, [B, T, h], strided. */
  public final Tensor y() {
    return statesBuh.slice(1, 1, steps() + 1);
  }

  /**
   * Appends dh = d W_hh.
   *
   * @param d gradient by what {@link #thenOfState} gives, [B, 1, e]
   * @param dh receives that by h before the step, [B, 1, h]
   */
  protected final void backOfState(Tensor d, Tensor dh) {
    back(kernels().matmul(1, flat(d), ofState, flat(dh)));
  }

  /**
   * Appends the gradients by the parameters and by x.
   *
   * @param dInputBte gradient by {@link #gates()}
   * @param dStateBte gradient by what {@link #thenOfState} gives, of all steps
   * @param dxBti receives the gradient by x; strided rows
   */
  protected final void backOfParameters(Tensor dInputBte, Tensor dStateBte, Tensor dxBti) {
    Tensor unused = scope().allocateLike(gatesBte);
    // The product of all steps at once, for its gradient by the weights: it is never run itself.
    Kernels.Linear recurrence =
        kernels().linear(statesBuh.slice(1, 0, steps()), ofState, null, null, unused);
    back(
        recurrence.weightGradient(
            dStateBte, gradient("weight_hh" + layer), gradient("bias_hh" + layer)));
    back(
        input.weightGradient(
            dInputBte, gradient("weight_ih" + layer), gradient("bias_ih" + layer)));
    back(input.inputGradient(dInputBte, dxBti));
  }

  /** [B, 1, h] as [B, h]. */
  private static Tensor flat(Tensor step) {
    return step.reshape(step.size(0), step.size(2));
  }

  /** Gate {@code i} of gates of width {@code hidden} side by side. */
  protected static Tensor part(Tensor wide, int i, long hidden) {
    return wide.slice(2, i * hidden, (i + 1) * hidden);
  }
}
