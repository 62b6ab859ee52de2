package org.logoformer.kernels.proof;

import java.util.List;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.proof.Operation.Operand;
import org.logoformer.tensor.Tensor;

/** An operation in loops over its definition, in double precision. Right, and slow. */
final class PlainOp implements Op {
  private final List<Operand> operands;
  private final View[] views;
  private final Host[] hosts;
  private final double[][] results;
  private final Truth truth;
  private final Sum sum = new Sum();

  PlainOp(Operation operation, Tensor[] t) {
    operands = operation.operands();
    views = new View[t.length];
    hosts = new Host[t.length];
    results = new double[t.length][];
    for (int i = 0; i < t.length; i++) {
      views[i] = View.of(t[i]);
      if (operands.get(i).isResult()) {
        hosts[i] = Host.of(t[i]);
        results[i] = new double[views[i].length()];
      }
    }
    truth = operation.truth(views);
  }

  @Override
  public void run() {
    truth.forget();
    for (int i = 0; i < views.length; i++) {
      if (operands.get(i).isRead()) {
        views[i].refresh();
      }
    }
    // All is computed before anything is written: results may lie where operands do.
    for (int i = 0; i < views.length; i++) {
      if (results[i] != null) {
        compute(i);
      }
    }
    for (int i = 0; i < views.length; i++) {
      if (results[i] != null) {
        write(i);
      }
    }
  }

  private void compute(int operand) {
    Odometer at = new Odometer(views[operand].shape());
    for (int n = 0; n < results[operand].length; n++) {
      truth.at(operand, at.index(), sum.clear());
      results[operand][n] = sum.value();
      at.next();
    }
  }

  private void write(int operand) {
    Odometer at = new Odometer(views[operand].shape());
    for (double value : results[operand]) {
      hosts[operand].put(views[operand].offset(at.index()), value);
      at.next();
    }
  }
}
