package org.logoformer.jobs.embedding;

import java.util.Arrays;
import org.logoformer.random.Keyed;

/**
 * Exact t-SNE: van der Maaten and Hinton, "Visualizing Data using t-SNE" (2008). Minimises the
 * Kullback-Leibler divergence of Student's t similarities q in the plane from Gaussian similarities
 * p of the vectors, equation (5) there, by gradient descent with momentum and gains; the early
 * exaggeration of 12 and the learning rate max(n / 48, 50) are those that later texts settled on
 * (Belkina et al., 2019). Time and memory grow with the square of the points. A function of its
 * arguments, bit for bit.
 */
public final class Tsne {
  /** Steps of the descent. */
  public static final int STEPS = 750;

  private static final int EXAGGERATED = 250;
  private static final double EXAGGERATION = 12;
  private static final double START = 1e-4;
  private static final double LEAST_GAIN = 0.01;
  private static final double LEAST_P = 1e-12;

  private final int n;

  /** Similarities of pairs i < j, row by row; all pairs, both ways, sum to 1. */
  private final double[] p;

  private final double[] q;
  private final double[] y;

  /**
   * Points in the plane.
   *
   * @param x one coordinate of each
   * @param y the other
   * @param divergence Kullback-Leibler divergence that is left, nats
   */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  public record Map(double[] x, double[] y, double divergence) {}

  private Tsne(double[] p, double[] y) {
    this.n = y.length / 2;
    this.p = p;
    this.q = new double[p.length];
    this.y = y;
  }

  /**
   * Lays vectors out.
   *
   * @param vectors at least two, equally long
   * @param perplexity about how many neighbours a point has, below a third of the points
   * @param keys where each point begins is a function of its key
   */
  public static Map of(float[][] vectors, double perplexity, Object[] keys) {
    double[] start = new double[2 * vectors.length];
    for (int i = 0; i < vectors.length; i++) {
      Keyed draw = Keyed.of(1, "t-sne", keys[i]);
      start[2 * i] = START * draw.nextGaussian();
      start[2 * i + 1] = START * draw.nextGaussian();
    }
    return new Tsne(joint(vectors, perplexity), start).descended();
  }

  private Map descended() {
    double[] velocity = new double[y.length];
    double[] gradient = new double[y.length];
    double[] gains = new double[y.length];
    Arrays.fill(gains, 1);
    double rate = Math.max(50, n / EXAGGERATION / 4);
    for (int step = 0; step < STEPS; step++) {
      boolean early = step < EXAGGERATED;
      gradient(gradient, early ? EXAGGERATION : 1);
      for (int i = 0; i < y.length; i++) {
        boolean same = Math.signum(gradient[i]) == Math.signum(velocity[i]);
        gains[i] = Math.max(LEAST_GAIN, same ? 0.8 * gains[i] : gains[i] + 0.2);
        velocity[i] = (early ? 0.5 : 0.8) * velocity[i] - rate * gains[i] * gradient[i];
        y[i] += velocity[i];
      }
    }
    double[] xs = new double[n];
    double[] ys = new double[n];
    for (int i = 0; i < n; i++) {
      xs[i] = y[2 * i];
      ys[i] = y[2 * i + 1];
    }
    return new Map(xs, ys, divergence());
  }

  /** Equation (5): 4 sum_j (p_ij - q_ij) (y_i - y_j) / (1 + |y_i - y_j|^2). */
  private void gradient(double[] gradient, double exaggeration) {
    double norm = similarities();
    Arrays.fill(gradient, 0);
    int pair = 0;
    for (int i = 0; i < n; i++) {
      double ofX = 0;
      double ofY = 0;
      for (int j = i + 1; j < n; j++, pair++) {
        double force = 4 * (exaggeration * p[pair] - q[pair] / norm) * q[pair];
        double x = force * (y[2 * i] - y[2 * j]);
        double z = force * (y[2 * i + 1] - y[2 * j + 1]);
        ofX += x;
        ofY += z;
        gradient[2 * j] -= x;
        gradient[2 * j + 1] -= z;
      }
      gradient[2 * i] += ofX;
      gradient[2 * i + 1] += ofY;
    }
  }

  /** Fills q with 1 / (1 + |y_i - y_j|^2); its sum over all pairs, both ways. */
  private double similarities() {
    double sum = 0;
    int pair = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++, pair++) {
        double x = y[2 * i] - y[2 * j];
        double z = y[2 * i + 1] - y[2 * j + 1];
        q[pair] = 1 / (1 + x * x + z * z);
        sum += q[pair];
      }
    }
    return 2 * sum;
  }

  private double divergence() {
    double norm = similarities();
    double sum = 0;
    for (int pair = 0; pair < p.length; pair++) {
      sum += 2 * p[pair] * StrictMath.log(p[pair] * norm / q[pair]);
    }
    return sum;
  }

  /** p_ij = (p_j|i + p_i|j) / 2n of pairs i < j, row by row. */
  static double[] joint(float[][] vectors, double perplexity) {
    int n = vectors.length;
    double[][] conditional = new double[n][];
    for (int i = 0; i < n; i++) {
      conditional[i] = conditional(squares(vectors, i), i, perplexity);
    }
    double[] joint = new double[n * (n - 1) / 2];
    int pair = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        joint[pair++] = Math.max(LEAST_P, (conditional[i][j] + conditional[j][i]) / (2 * n));
      }
    }
    return joint;
  }

  private static double[] squares(float[][] vectors, int i) {
    double[] squares = new double[vectors.length];
    for (int j = 0; j < squares.length; j++) {
      double sum = 0;
      for (int d = 0; d < vectors[i].length; d++) {
        double off = vectors[i][d] - vectors[j][d];
        sum += off * off;
      }
      squares[j] = sum;
    }
    return squares;
  }

  /**
   * Gaussian similarities of the others to point i, whose width is such that their entropy is the
   * logarithm of the perplexity; found by bisection.
   */
  static double[] conditional(double[] squares, int i, double perplexity) {
    double nearest = Double.POSITIVE_INFINITY;
    double mean = 0;
    for (int j = 0; j < squares.length; j++) {
      if (j != i) {
        nearest = Math.min(nearest, squares[j]);
        mean += squares[j] / (squares.length - 1);
      }
    }
    double[] p = new double[squares.length];
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double beta = mean > nearest ? 1 / (mean - nearest) : 1;
    for (int attempt = 0; attempt < 60; attempt++) {
      double off = entropy(p, squares, i, nearest, beta) - StrictMath.log(perplexity);
      if (Math.abs(off) < 1e-6) {
        break;
      } else if (off > 0) {
        low = beta;
        beta = Double.isInfinite(high) ? 2 * beta : (beta + high) / 2;
      } else {
        high = beta;
        beta = (low + beta) / 2;
      }
    }
    return p;
  }

  private static double entropy(double[] p, double[] squares, int i, double nearest, double beta) {
    double sum = 0;
    double weighted = 0;
    for (int j = 0; j < p.length; j++) {
      // Relative to the nearest: far from all others, every similarity would be 0.
      double further = squares[j] - nearest;
      p[j] = j == i ? 0 : StrictMath.exp(-beta * further);
      sum += p[j];
      weighted += p[j] * further;
    }
    for (int j = 0; j < p.length; j++) {
      p[j] /= sum;
    }
    return StrictMath.log(sum) + beta * weighted / sum;
  }
}
