package org.logoformer.kernels.proof;

import org.logoformer.kernels.proof.Windows.Images;

/** Maximum and mean over windows, and their gradients. */
final class Poolings {
  private Poolings() {}

  /** Maximum over padded windows; padding never wins. */
  record Maximum(Windows window, View x) implements Truth {
    @Override
    public void at(int operand, int[] index, Sum sum) {
      int[] at = Windows.five(index, 1);
      sum.add(x.at(winner(window, new Images(x), at)[0]));
    }

    @Override
    public long cost(int operand) {
      return window.taps();
    }
  }

  /** Offset of the first of the largest in the window of an output, and of the last of them. */
  private static int[] winner(Windows window, Images image, int[] output) {
    int first = -1;
    int last = -1;
    for (int kd = 0; kd < window.kernel()[0]; kd++) {
      int d = window.input(0, output[1], kd);
      for (int kh = 0; kh < window.kernel()[1] && image.contains(0, d); kh++) {
        int h = window.input(1, output[2], kh);
        for (int kw = 0; kw < window.kernel()[2] && image.contains(1, h); kw++) {
          int w = window.input(2, output[3], kw);
          if (image.contains(2, w)) {
            int from = image.offset(output[0], d, h, w, output[4]);
            double gain = first < 0 ? 1 : image.view().at(from) - image.view().at(first);
            first = gain > 0 ? from : first;
            last = gain >= 0 ? from : last;
          }
        }
      }
    }
    return new int[] {first, last};
  }

  /** dy goes to the largest of its window. */
  record MaximumGradient(Windows window, View x, View dy) implements Truth {
    @Override
    public void at(int operand, int[] index, Sum sum) {
      int[] at = Windows.five(index, 1);
      Images image = new Images(x);
      int self = image.offset(at[0], at[1], at[2], at[3], at[4]);
      readers(
          window,
          new Images(dy),
          at,
          (reader, given) -> {
            int[] winner = winner(window, image, reader);
            if (winner[0] == self) {
              sum.add(given);
            }
            // Of equals, any may win.
            if (winner[0] != winner[1] && x.at(self) == x.at(winner[0])) {
              sum.doubtful(given);
            }
          });
    }

    @Override
    public long cost(int operand) {
      return (long) window.taps() * window.taps();
    }
  }

  /** What an output that reads an input has for its gradient. */
  private interface Reader {
    void of(int[] output, double gradient);
  }

  private static void readers(Windows window, Images given, int[] input, Reader reader) {
    for (int kd = 0; kd < window.kernel()[0]; kd++) {
      int d = window.output(0, input[1], kd);
      for (int kh = 0; kh < window.kernel()[1] && given.contains(0, d); kh++) {
        int h = window.output(1, input[2], kh);
        for (int kw = 0; kw < window.kernel()[2] && given.contains(1, h); kw++) {
          int w = window.output(2, input[3], kw);
          if (given.contains(2, w)) {
            reader.of(
                new int[] {input[0], d, h, w, input[4]}, given.at(input[0], d, h, w, input[4]));
          }
        }
      }
    }
  }

  /** Mean over windows without padding. */
  record Mean(Windows window, View x) implements Truth {
    @Override
    public void at(int operand, int[] index, Sum sum) {
      int[] at = Windows.five(index, 1);
      Images image = new Images(x);
      double share = 1.0 / window.taps();
      for (int kd = 0; kd < window.kernel()[0]; kd++) {
        for (int kh = 0; kh < window.kernel()[1]; kh++) {
          for (int kw = 0; kw < window.kernel()[2]; kw++) {
            int d = window.input(0, at[1], kd);
            int h = window.input(1, at[2], kh);
            int w = window.input(2, at[3], kw);
            sum.add(share * image.at(at[0], d, h, w, at[4]));
          }
        }
      }
    }

    @Override
    public long cost(int operand) {
      return window.taps();
    }
  }

  /** Each input of a window gets its share of dy. */
  record MeanGradient(Windows window, View dy) implements Truth {
    @Override
    public void at(int operand, int[] index, Sum sum) {
      double share = 1.0 / window.taps();
      readers(
          window,
          new Images(dy),
          Windows.five(index, 1),
          (reader, given) -> sum.add(share * given));
    }

    @Override
    public long cost(int operand) {
      return window.taps();
    }
  }
}
