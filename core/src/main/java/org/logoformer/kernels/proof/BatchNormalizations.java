package org.logoformer.kernels.proof;

import java.util.Arrays;
import org.logoformer.kernels.Kernels.Activation;

/** Batch normalisation over all dimensions but the last, of contiguous tensors. */
final class BatchNormalizations {
  private static final double EPSILON = 1e-5;
  private static final double MOMENTUM = 0.1;

  /** Below this, relative to its terms, rounding decides whether a value is positive. */
  private static final double UNDECIDED = 1e-3;

  private BatchNormalizations() {}

  private abstract static class Channels implements Truth {
    final View x;
    final int channels;
    private final Moments[] moments;

    Channels(View x) {
      this(x, new Moments[x.size(-1)]);
    }

    /**
     * @param moments of each channel, null before it is asked for; others may share them
     */
    Channels(View x, Moments[] moments) {
      this.x = x;
      this.channels = moments.length;
      this.moments = moments;
    }

    Moments moments(int c) {
      if (moments[c] == null) {
        moments[c] = Moments.of(x, c, channels, x.rows(), EPSILON);
      }
      return moments[c];
    }

    @Override
    public void forget() {
      Arrays.fill(moments, null);
    }

    @Override
    public long cost(int operand) {
      return 3L * x.rows();
    }
  }

  /** y = (x - mean)/deviation * scale + shift, then ReLU or not. */
  static final class Forward extends Channels {
    private final View scale;
    private final View shift;
    private final Activation activation;

    Forward(View x, Moments[] moments, View scale, View shift, Activation activation) {
      super(x, moments);
      this.scale = scale;
      this.shift = shift;
      this.activation = activation;
    }

    @Override
    public void at(int operand, int[] index, Sum sum) {
      int c = index[index.length - 1];
      double value = x.at(x.offset(index));
      double factor = scale.at(c * scale.stride(0));
      sum.add(moments(c).normal(value) * factor);
      sum.passing(moments(c).size(value) * factor);
      sum.add(shift.at(c * shift.stride(0)));
      if (activation == Activation.RELU) {
        sum.rectify();
      }
    }
  }

  /** running = 0.9 running + 0.1 batch, the variance unbiased. */
  static final class Running extends Channels {
    private final View mean;
    private final View variance;
    private final int meanOperand;

    Running(View x, Moments[] moments, View mean, View variance, int meanOperand) {
      super(x, moments);
      this.mean = mean;
      this.variance = variance;
      this.meanOperand = meanOperand;
    }

    @Override
    public void at(int operand, int[] index, Sum sum) {
      Moments batch = moments(index[0]);
      double n = batch.count();
      boolean first = operand == meanOperand;
      double now = first ? batch.mean() : batch.variance() * n / Math.max(n - 1, 1);
      View running = first ? mean : variance;
      sum.add((1 - MOMENTUM) * running.at(index[0] * running.stride(0)));
      sum.add(MOMENTUM * now);
      sum.passing(batch.mean() * batch.mean() + 1);
    }
  }

  /** dx, dScale and dShift from dy. */
  static final class Gradient extends Channels {
    private final View scale;
    private final View shift;
    private final Activation activation;
    private final View dy;
    private final int dx;
    private final Sums[] sums;

    /**
     * @param dx operand; dScale and dShift follow it
     */
    Gradient(View x, View scale, View shift, Activation activation, View dy, int dx) {
      super(x);
      this.scale = scale;
      this.shift = shift;
      this.activation = activation;
      this.dy = dy;
      this.dx = dx;
      this.sums = new Sums[channels];
    }

    /** Over a channel: of dy, of dy times normalised x, of absolute values, of undecided ones. */
    private static final class Sums {
      private double plain;
      private double crossed;
      private double size;
      private double doubtful;
    }

    /** -1: ReLU gives 0; 0: undecided; 1: the value passes. */
    private int passes(int c, Moments m, double value) {
      if (activation == Activation.NONE) {
        return 1;
      }
      double factor = scale.at(c * scale.stride(0));
      double offset = shift.at(c * shift.stride(0));
      double result = m.normal(value) * factor + offset;
      double size = m.size(value) * Math.abs(factor) + Math.abs(offset);
      return Math.abs(result) < UNDECIDED * size ? 0 : result > 0 ? 1 : -1;
    }

    private Sums sums(int c) {
      if (sums[c] == null) {
        sums[c] = new Sums();
        int rows = x.rows();
        for (int r = 0; r < rows; r += Moments.PIECE) {
          add(sums[c], c, r, Math.min(rows, r + Moments.PIECE));
        }
      }
      return sums[c];
    }

    private void add(Sums sums, int c, int first, int end) {
      Moments m = moments(c);
      for (int r = first; r < end; r++) {
        double value = x.at(r * channels + c);
        double given = dy.at(r * channels + c);
        int passes = passes(c, m, value);
        if (passes == 0) {
          sums.doubtful += Math.abs(given) * (1 + Math.abs(m.normal(value)));
        } else if (passes > 0) {
          sums.plain += given;
          sums.crossed += given * m.normal(value);
          sums.size += Math.abs(given);
        }
      }
    }

    @Override
    public void forget() {
      super.forget();
      Arrays.fill(sums, null);
    }

    @Override
    public void at(int operand, int[] index, Sum sum) {
      int c = index[index.length - 1];
      Moments m = moments(c);
      Sums s = sums(c);
      if (operand != dx) {
        sum.add(operand == dx + 1 ? s.crossed : s.plain);
        double worst = operand == dx + 1 ? 1 / m.deviation() : 1;
        sum.passing(m.doubt() * worst * (Math.abs(s.plain) + Math.sqrt(m.count())));
        sum.doubtful(s.doubtful);
        return;
      }
      double value = x.at(x.offset(index));
      double given = dy.at(dy.offset(index));
      double factor = scale.at(c * scale.stride(0)) / m.deviation();
      double n = m.count();
      double normal = m.normal(value);
      int passes = passes(c, m, value);
      sum.add(passes > 0 ? factor * given : 0);
      sum.add(-factor * s.plain / n);
      sum.add(-factor * normal * s.crossed / n);
      sum.passing(factor * m.doubt() * (Math.abs(given) + (1 + m.size(value)) * s.size / n));
      sum.doubtful(passes == 0 ? factor * given : 0);
      sum.doubtful(factor * (1 + Math.abs(normal)) * s.doubtful / n);
    }
  }

  /** A normalisation with running statistics as part of the weights in front of it. */
  record Fold(View weight, View scale, View shift, View mean, View variance, int weightOperand)
      implements Truth {
    @Override
    public void at(int operand, int[] index, Sum sum) {
      int o = index[0];
      double factor = scale.at(o) / Math.sqrt(variance.at(o) + EPSILON);
      if (operand == weightOperand) {
        sum.add(weight.at(weight.offset(index)) * factor);
      } else {
        sum.add(shift.at(o));
        sum.add(-mean.at(o) * factor);
      }
    }

    @Override
    public long cost(int operand) {
      return 4;
    }
  }
}
