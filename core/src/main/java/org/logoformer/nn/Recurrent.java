package org.logoformer.nn;

import org.logoformer.kernels.Kernels.Cell;
import org.logoformer.kernels.Kernels.Gates;
import org.logoformer.kernels.Kernels.Recurrence;
import org.logoformer.tensor.Tensor;

/**
 * One layer of recurrence over steps from states of zero, with the names, shapes and order of gates
 * of PyTorch's modules: a weight and a bias for what comes in, and for the state before.
 *
 * <p>Shape suffixes: b clips, t steps, i width of what comes in, h hidden width.
 */
public final class Recurrent extends Layer {
  private final String layer;
  private final Tensor yBth;
  private final Recurrence recurrence;

  /**
   * @param scope prefix of the parameters
   * @param number of this layer, from 0: the suffix of the parameters' names is l0, l1, ..
   * @param xBti strided rows
   * @param hidden width
   */
  public Recurrent(Scope scope, Cell cell, int number, Tensor xBti, long hidden) {
    super(scope);
    this.layer = "_l" + number;
    Initialisation start = cell == Cell.LSTM ? Initialisation.RECURRENT : Initialisation.GATED;
    long wide = cell.gates() * hidden;
    Gates weights =
        new Gates(
            scope.weight("weight_ih" + layer, start, wide, xBti.size(2)),
            scope.weight("weight_hh" + layer, start, wide, hidden),
            scope.weight("bias_ih" + layer, start, wide),
            scope.weight("bias_hh" + layer, start, wide));
    this.yBth = scope.allocate(xBti.size(0), xBti.size(1), hidden);
    this.recurrence = kernels().recurrence(cell, xBti, weights, yBth);
    then(scope.training() ? recurrence.train() : recurrence.infer());
  }

  /** h of all steps, [B, T, h]. */
  public Tensor y() {
    return yBth;
  }

  /**
   * Appends the backward pass.
   *
   * @param dyBth gradient by y; strided
   * @param dxBti receives the gradient by x; strided rows
   */
  @Override
  public void differentiate(Tensor dyBth, Tensor dxBti) {
    Gates gradients =
        new Gates(
            gradient("weight_ih" + layer),
            gradient("weight_hh" + layer),
            gradient("bias_ih" + layer),
            gradient("bias_hh" + layer));
    back(recurrence.gradient(dyBth, dxBti, gradients));
  }
}
