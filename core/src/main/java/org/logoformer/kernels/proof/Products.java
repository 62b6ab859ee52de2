package org.logoformer.kernels.proof;

/** Matrix products and linear layers. An operand that is absent is null. */
final class Products {
  private Products() {}

  /** y = alpha a b. */
  record Matmul(double alpha, View a, View b) implements Truth {
    @Override
    public void at(int operand, int[] index, Sum sum) {
      int rank = index.length;
      int left = a.offset(index, rank - 1);
      int right = b.offset(index, rank - 2) + index[rank - 1] * b.stride(-1);
      int inner = a.size(-1);
      int leftStep = a.stride(-1);
      int rightStep = b.stride(-2);
      for (int k = 0; k < inner; k++) {
        sum.add(alpha * a.at(left + k * leftStep) * b.at(right + k * rightStep));
      }
    }

    @Override
    public long cost(int operand) {
      return a.size(-1);
    }
  }

  /** y = x weight^T + bias + residual. */
  record Linear(View x, View weight, View bias, View residual) implements Truth {
    @Override
    public void at(int operand, int[] index, Sum sum) {
      int last = index.length - 1;
      int from = x.offset(index, last);
      int row = index[last] * weight.stride(0);
      int in = x.size(-1);
      for (int i = 0; i < in; i++) {
        sum.add(x.at(from + i * x.stride(-1)) * weight.at(row + i * weight.stride(1)));
      }
      if (bias != null) {
        sum.add(bias.at(index[last] * bias.stride(0)));
      }
      if (residual != null) {
        sum.add(residual.at(residual.offset(index)));
      }
    }

    @Override
    public long cost(int operand) {
      return x.size(-1);
    }
  }

  /** dx = dy weight. */
  record LinearInput(View weight, View dy) implements Truth {
    @Override
    public void at(int operand, int[] index, Sum sum) {
      int last = index.length - 1;
      int from = dy.offset(index, last);
      int column = index[last] * weight.stride(1);
      int out = dy.size(-1);
      for (int o = 0; o < out; o++) {
        sum.add(dy.at(from + o * dy.stride(-1)) * weight.at(column + o * weight.stride(0)));
      }
    }

    @Override
    public long cost(int operand) {
      return dy.size(-1);
    }
  }

  /**
   * dWeight = dy^T x; dBias = column sums of dy.
   *
   * @param weightGradient operand that is dWeight; the other result is dBias
   */
  record LinearWeight(View x, View dy, int weightGradient) implements Truth {
    @Override
    public void at(int operand, int[] index, Sum sum) {
      int rows = dy.rows();
      int column = index[0] * dy.stride(-1);
      if (operand != weightGradient) {
        for (int r = 0; r < rows; r++) {
          sum.add(dy.at(dy.row(r) + column));
        }
        return;
      }
      int from = index[1] * x.stride(-1);
      for (int r = 0; r < rows; r++) {
        sum.add(dy.at(dy.row(r) + column) * x.at(x.row(r) + from));
      }
    }

    @Override
    public long cost(int operand) {
      return dy.rows();
    }
  }

  /** y: sums of x over the dimensions in which y has size 1. */
  record Reduction(View x, View y) implements Truth {
    @Override
    public void at(int operand, int[] index, Sum sum) {
      over(0, x.rank(), index, 0, sum);
    }

    private void over(int axis, int rank, int[] index, int offset, Sum sum) {
      if (axis == rank) {
        sum.add(x.at(offset));
      } else if (y.size(axis) == 1) {
        for (int i = 0; i < x.size(axis); i++) {
          over(axis + 1, rank, index, offset + i * x.stride(axis), sum);
        }
      } else {
        over(axis + 1, rank, index, offset + index[axis] * x.stride(axis), sum);
      }
    }

    @Override
    public long cost(int operand) {
      return x.length() / y.length();
    }
  }
}
