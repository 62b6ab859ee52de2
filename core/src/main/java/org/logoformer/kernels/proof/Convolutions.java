package org.logoformer.kernels.proof;

import org.logoformer.kernels.proof.Windows.Images;

/** Convolutions, dense or in groups, by their definition. */
final class Convolutions {
  private Convolutions() {}

  /** How outputs and inputs hang together: [O, C/groups, kernel..]. */
  private record Groups(View weight, int channels) {
    int in() {
      return weight.size(1);
    }

    int out() {
      return weight.size(0) / (channels / in());
    }

    /** First input channel of output channel {@code o}. */
    int firstIn(int o) {
      return o / out() * in();
    }

    int weightAt(Windows w, int o, int i, int kd, int kh, int kw) {
      int tap = (kd * w.kernel()[1] + kh) * w.kernel()[2] + kw;
      // Weights are contiguous.
      return (o * in() + i) * w.taps() + tap;
    }
  }

  /** y = convolution of x + bias + residual, then ReLU or not. */
  record Forward(Windows window, View x, View weight, View bias, View residual, boolean rectified)
      implements Truth {
    @Override
    public void at(int operand, int[] index, Sum sum) {
      int[] at = Windows.five(index, 1);
      Images image = new Images(x);
      Groups groups = new Groups(weight, image.channels());
      int first = groups.firstIn(at[4]);
      for (int kd = 0; kd < window.kernel()[0]; kd++) {
        int d = window.input(0, at[1], kd);
        for (int kh = 0; kh < window.kernel()[1] && image.contains(0, d); kh++) {
          int h = window.input(1, at[2], kh);
          for (int kw = 0; kw < window.kernel()[2] && image.contains(1, h); kw++) {
            int w = window.input(2, at[3], kw);
            if (image.contains(2, w)) {
              int from = image.offset(at[0], d, h, w, first);
              int weights = groups.weightAt(window, at[4], 0, kd, kh, kw);
              int step = window.taps();
              sum.products(x, from, x.stride(-1), weight, weights, step, groups.in());
            }
          }
        }
      }
      if (bias != null) {
        sum.add(bias.at(at[4] * bias.stride(0)));
      }
      if (residual != null) {
        sum.add(residual.at(residual.offset(index)));
      }
      if (rectified) {
        sum.rectify();
      }
    }

    @Override
    public long cost(int operand) {
      return (long) window.taps() * weight.size(1);
    }
  }

  /** dx from dy. */
  record Input(Windows window, int channels, View weight, View dy) implements Truth {
    @Override
    public void at(int operand, int[] index, Sum sum) {
      int[] at = Windows.five(index, 1);
      Images given = new Images(dy);
      Groups groups = new Groups(weight, channels);
      int group = at[4] / groups.in();
      int i = at[4] % groups.in();
      int step = groups.in() * window.taps();
      for (int kd = 0; kd < window.kernel()[0]; kd++) {
        int d = window.output(0, at[1], kd);
        for (int kh = 0; kh < window.kernel()[1] && given.contains(0, d); kh++) {
          int h = window.output(1, at[2], kh);
          for (int kw = 0; kw < window.kernel()[2] && given.contains(1, h); kw++) {
            int w = window.output(2, at[3], kw);
            if (given.contains(2, w)) {
              int first = group * groups.out();
              int from = given.offset(at[0], d, h, w, first);
              int weights = groups.weightAt(window, first, i, kd, kh, kw);
              sum.products(dy, from, dy.stride(-1), weight, weights, step, groups.out());
            }
          }
        }
      }
    }

    @Override
    public long cost(int operand) {
      return (long) window.taps() * weight.size(0) * weight.size(1) / channels;
    }
  }

  /**
   * dWeight from x and dy; dBias.
   *
   * @param weight for its sizes
   * @param weightGradient operand that is dWeight; the other result is dBias
   */
  record Weight(Windows window, View x, View weight, View dy, int weightGradient) implements Truth {
    @Override
    public void at(int operand, int[] index, Sum sum) {
      Images given = new Images(dy);
      if (operand != weightGradient) {
        for (int r = 0; r < dy.rows(); r += dy.run()) {
          sum.elements(dy, dy.row(r) + index[0] * dy.stride(-1), dy.step(), dy.run());
        }
        return;
      }
      int[] at = Windows.five(index, 2);
      Images image = new Images(x);
      int c = new Groups(weight, image.channels()).firstIn(at[0]) + at[1];
      int first = window.first(2, at[4]);
      int count = window.end(2, at[4], image.size(2), given.size(2)) - first;
      int w = window.input(2, first, at[4]);
      int step = window.stride()[2] * x.stride(-2);
      int top = window.first(1, at[3]);
      int bottom = window.end(1, at[3], image.size(1), given.size(1));
      int h = window.input(1, top, at[3]);
      for (int n = 0; n < given.images(); n++) {
        for (int od = 0; od < given.size(0); od++) {
          int d = window.input(0, od, at[2]);
          if (image.contains(0, d)) {
            int from = given.offset(n, od, top, first, at[0]);
            int start = image.offset(n, d, h, w, c);
            for (int oh = top; oh < bottom; oh++) {
              sum.products(dy, from, dy.stride(-2), x, start, step, count);
              from += dy.stride(-3);
              start += window.stride()[1] * x.stride(-3);
            }
          }
        }
      }
    }

    @Override
    public long cost(int operand) {
      return dy.rows();
    }
  }
}
