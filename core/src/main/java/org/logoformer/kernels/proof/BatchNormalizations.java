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
      this.x = x;
      this.channels = x.size(-1);
      this.moments = new Moments[channels];
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

    Forward(View x, View scale, View shift, Activation activation) {
      super(x);
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

    Running(View x, View mean, View variance, int meanOperand) {
      super(x);
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
    private record Sums(double plain, double crossed, double size, double doubtful) {}

    /** -1: ReLU gives 0; 0: undecided; 1: the value passes. */
    private int passes(int c, double value) {
      if (activation == Activation.NONE) {
        return 1;
      }
      double factor = scale.at(c * scale.stride(0));
      double offset = shift.at(c * shift.stride(0));
      double result = moments(c).normal(value) * factor + offset;
      double size = moments(c).size(value) * Math.abs(factor) + Math.abs(offset);
      return Math.abs(result) < UNDECIDED * size ? 0 : result > 0 ? 1 : -1;
    }

    private Sums sums(int c) {
      if (sums[c] == null) {
        double plain = 0;
        double crossed = 0;
        double size = 0;
        double doubtful = 0;
        for (int r = 0; r < x.rows(); r++) {
          double value = x.at(r * channels + c);
          double given = dy.at(r * channels + c);
          int passes = passes(c, value);
          if (passes == 0) {
            doubtful += Math.abs(given) * (1 + Math.abs(moments(c).normal(value)));
          } else if (passes > 0) {
            plain += given;
            crossed += given * moments(c).normal(value);
            size += Math.abs(given);
          }
        }
        sums[c] = new Sums(plain, crossed, size, doubtful);
      }
      return sums[c];
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
        sum.add(operand == dx + 1 ? s.crossed() : s.plain());
        double worst = operand == dx + 1 ? 1 / m.deviation() : 1;
        sum.passing(m.doubt() * worst * (Math.abs(s.plain()) + Math.sqrt(m.count())));
        sum.doubtful(s.doubtful());
        return;
      }
      double value = x.at(x.offset(index));
      double given = dy.at(dy.offset(index));
      double factor = scale.at(c * scale.stride(0)) / m.deviation();
      double n = m.count();
      double normal = m.normal(value);
      int passes = passes(c, value);
      sum.add(passes > 0 ? factor * given : 0);
      sum.add(-factor * s.plain() / n);
      sum.add(-factor * normal * s.crossed() / n);
      sum.passing(factor * m.doubt() * (Math.abs(given) + (1 + m.size(value)) * s.size() / n));
      sum.doubtful(passes == 0 ? factor * given : 0);
      sum.doubtful(factor * (1 + Math.abs(normal)) * s.doubtful() / n);
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
