package org.logoformer.kernels.proof;

import java.util.Arrays;
import org.logoformer.kernels.Kernels.Cell;

/**
 * Layers of recurrence. The steps of a clip are computed when one of their outputs is asked for.
 */
final class Recurrences {
  /** What is far smaller than a state or a gradient may be all rounding. */
  private static final double FLOOR = 1e-2;

  private Recurrences() {}

  /** x and the weights are the first five operands. */
  private abstract static class Clips implements Truth {
    final View x;
    private final Cell cell;
    private final View[] weights;
    private final RecurrentSteps.Pass[] passes;
    private RecurrentSteps steps;

    Clips(Cell cell, View[] v) {
      this.cell = cell;
      this.x = v[0];
      this.weights = Arrays.copyOfRange(v, 1, 5);
      this.passes = new RecurrentSteps.Pass[x.size(0)];
    }

    RecurrentSteps steps() {
      if (steps == null) {
        steps = new RecurrentSteps(cell, weights);
      }
      return steps;
    }

    RecurrentSteps.Pass pass(int clip) {
      if (passes[clip] == null) {
        passes[clip] = steps().forward(RecurrentSteps.rows(x, clip));
      }
      return passes[clip];
    }

    @Override
    public void forget() {
      steps = null;
      Arrays.fill(passes, null);
    }
  }

  /** y. */
  static final class Forward extends Clips {
    Forward(Cell cell, View[] v) {
      super(cell, v);
    }

    @Override
    public void at(int operand, int[] index, Sum sum) {
      sum.add(pass(index[0]).h()[index[1] + 1][index[2]]);
      sum.passing(FLOOR);
    }

    @Override
    public long cost(int operand) {
      return 1;
    }
  }

  /** dx, and the gradients by the weights in their order, from dy. */
  static final class Gradient extends Clips {
    private final View dy;
    private final int dx;
    private final RecurrentSteps.Gradient[] gradients;

    /**
     * @param dx operand; those by the weights follow it
     */
    Gradient(Cell cell, View[] v, int dy, int dx) {
      super(cell, v);
      this.dy = v[dy];
      this.dx = dx;
      this.gradients = new RecurrentSteps.Gradient[x.size(0)];
    }

    private RecurrentSteps.Gradient gradient(int clip) {
      if (gradients[clip] == null) {
        gradients[clip] = steps().backward(pass(clip), RecurrentSteps.rows(dy, clip));
      }
      return gradients[clip];
    }

    @Override
    public void forget() {
      super.forget();
      Arrays.fill(gradients, null);
    }

    @Override
    public void at(int operand, int[] index, Sum sum) {
      sum.passing(FLOOR);
      if (operand == dx) {
        steps().input(gradient(index[0]).ofInput()[index[1]], index[2], sum);
        return;
      }
      for (int clip = 0; clip < gradients.length; clip++) {
        for (int t = 0; t < x.size(1); t++) {
          sum.add(term(operand - dx, clip, t, index));
        }
      }
    }

    /** Of step {@code t} in the gradient by weight {@code number}, from 1. */
    private double term(int number, int clip, int t, int[] index) {
      boolean ofInput = number % 2 == 1;
      RecurrentSteps.Gradient d = gradient(clip);
      double given = (ofInput ? d.ofInput() : d.ofState())[t][index[0]];
      if (number > 2) {
        return given;
      }
      RecurrentSteps.Pass pass = pass(clip);
      return given * (ofInput ? pass.x() : pass.h())[t][index[1]];
    }

    @Override
    public long cost(int operand) {
      return operand == dx ? dy.size(2) * 4L : (long) x.size(0) * x.size(1);
    }
  }
}
