package org.logoformer.nn;

import org.logoformer.kernels.Kernels.Cell;
import org.logoformer.tensor.Tensor;

/** A layer of long short-term memory, see {@link Cell#LSTM}. */
public final class Lstm extends Recurrent {
  /**
   * @param scope prefix of the parameters
   * @param number of this layer, from 0: the suffix of the parameters' names is l0, l1, ..
   * @param xBti strided rows
   * @param hidden width
   */
  public Lstm(Scope scope, int number, Tensor xBti, long hidden) {
    super(scope, Cell.LSTM, number, xBti, hidden, Initialisation.RECURRENT);
  }
}
