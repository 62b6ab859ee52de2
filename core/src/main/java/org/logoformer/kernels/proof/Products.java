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
      sum.products(a, left, a.stride(-1), b, right, b.stride(-2), a.size(-1));
      sum.times(alpha);
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
      sum.products(x, from, x.stride(-1), weight, row, weight.stride(1), x.size(-1));
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
      sum.products(dy, from, dy.stride(-1), weight, column, weight.stride(0), dy.size(-1));
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
      int run = dy.run();
      for (int r = 0; r < dy.rows(); r += run) {
        int from = dy.row(r) + index[0] * dy.stride(-1);
        if (operand == weightGradient) {
          int start = x.row(r) + index[1] * x.stride(-1);
          sum.products(dy, from, dy.step(), x, start, x.step(), run);
        } else {
          sum.elements(dy, from, dy.step(), run);
        }
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
      } else if (y.size(axis) == 1 && axis == rank - 1) {
        sum.elements(x, offset, x.stride(axis), x.size(axis));
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
