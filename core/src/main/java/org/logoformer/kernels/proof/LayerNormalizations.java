package org.logoformer.kernels.proof;

import java.util.Arrays;

/** Layer normalisation over the last dimension; rows may be strided. */
final class LayerNormalizations {
  private LayerNormalizations() {}

  private abstract static class Rows implements Truth {
    final View x;
    final double eps;
    final Moments[] moments;

    Rows(View x, double eps) {
      this.x = x;
      this.eps = eps;
      this.moments = new Moments[x.rows()];
    }

    Moments moments(int row) {
      if (moments[row] == null) {
        moments[row] = Moments.of(x, x.row(row), x.stride(-1), x.size(-1), eps);
      }
      return moments[row];
    }

    int row(int[] index) {
      int row = 0;
      for (int axis = 0; axis < index.length - 1; axis++) {
        row = row * x.size(axis) + index[axis];
      }
      return row;
    }

    @Override
    public void forget() {
      Arrays.fill(moments, null);
    }
  }

  /** y = (x - mean)/deviation * scale + shift. */
  static final class Forward extends Rows {
    private final View scale;
    private final View shift;

    Forward(View x, View scale, View shift, double eps) {
      super(x, eps);
      this.scale = scale;
      this.shift = shift;
    }

    @Override
    public void at(int operand, int[] index, Sum sum) {
      int c = index[index.length - 1];
      Moments m = moments(row(index));
      double value = x.at(x.offset(index));
      sum.add(m.normal(value) * scale.at(c * scale.stride(0)));
      sum.passing(m.size(value) * scale.at(c * scale.stride(0)));
      sum.add(shift.at(c * shift.stride(0)));
    }

    @Override
    public long cost(int operand) {
      return 2L * x.size(-1);
    }
  }

  /** dx, dScale and dShift from dy. */
  static final class Gradient extends Rows {
    private final View scale;
    private final View dy;
    private final int dx;

    /**
     * @param dx operand; dScale and dShift follow it
     */
    Gradient(View x, View scale, double eps, View dy, int dx) {
      super(x, eps);
      this.scale = scale;
      this.dy = dy;
      this.dx = dx;
    }

    @Override
    public void at(int operand, int[] index, Sum sum) {
      int c = index[index.length - 1];
      if (operand == dx) {
        input(index, c, sum);
        return;
      }
      for (int r = 0; r < x.rows(); r++) {
        double given = dy.at(dy.row(r) + c * dy.stride(-1));
        if (operand == dx + 2) {
          sum.add(given);
        } else {
          double value = x.at(x.row(r) + c * x.stride(-1));
          sum.add(given * moments(r).normal(value));
          sum.passing(given * moments(r).size(value) / Math.sqrt(x.rows()));
        }
      }
    }

    private void input(int[] index, int c, Sum sum) {
      Moments m = moments(row(index));
      int n = x.size(-1);
      int from = dy.offset(index, index.length - 1);
      int values = x.offset(index, index.length - 1);
      double plain = 0;
      double crossed = 0;
      double size = 0;
      for (int i = 0; i < n; i++) {
        double g = dy.at(from + i * dy.stride(-1)) * scale.at(i * scale.stride(0));
        plain += g;
        crossed += g * m.normal(x.at(values + i * x.stride(-1)));
        size += Math.abs(g);
      }
      double value = x.at(values + c * x.stride(-1));
      double own = dy.at(from + c * dy.stride(-1)) * scale.at(c * scale.stride(0));
      sum.add(own / m.deviation());
      sum.add(-plain / n / m.deviation());
      sum.add(-m.normal(value) * crossed / n / m.deviation());
      double doubt = m.doubt() / m.deviation();
      sum.passing(doubt * (Math.abs(own) + (1 + m.size(value)) * size / n));
    }

    @Override
    public long cost(int operand) {
      return operand == dx ? 3L * x.size(-1) : operand == dx + 1 ? 2L * x.length() : x.rows();
    }
  }
}
