package org.logoformer.jobs.bench.kernels;

import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Op;
import org.logoformer.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** The inside of multi-head attention. */
public class AttentionBenchmark extends Kit {
  private static final int HEADS = 8;

  /** Which attention. */
  @Param public Kind kind;

  private Op scores;
  private Op softmax;
  private Op softmaxGradient;
  private Op mix;

  /** Independent rows, queries, keys. */
  public enum Kind {
    LOCAL(2, 392, 392),
    GLOBAL(1, TOKENS, TOKENS / 2 + 1);

    private final int rows;
    private final int queries;
    private final int keys;

    Kind(int rows, int queries, int keys) {
      this.rows = rows;
      this.queries = queries;
      this.keys = keys;
    }
  }

  @Override
  void bind(Kernels on) {
    Tensor q = byHead(kind.queries);
    Tensor k = byHead(kind.keys);
    Tensor weights = random(kind.rows, HEADS, kind.queries, kind.keys);
    Tensor gradient = random(weights.shape());
    scores = on.matmul(0.1, q, k.permute(0, 1, 3, 2), weights);
    softmax = on.softmax(weights, weights);
    Tensor dots = random(kind.rows, HEADS, kind.queries, 1);
    softmaxGradient = on.softmaxGradient(weights, dots, gradient, gradient);
    mix = on.matmul(1, weights, k, byHead(kind.queries));
  }

  private Tensor byHead(int tokens) {
    return random(kind.rows, HEADS, tokens, DIM / HEADS);
  }

  /** Scaled query-key products. */
  @Benchmark
  public void scores() {
    scores.run();
  }

  /** In place. */
  @Benchmark
  public void softmax() {
    softmax.run();
  }

  /** In place. */
  @Benchmark
  public void softmaxGradient() {
    softmaxGradient.run();
  }

  /** Weighted values. */
  @Benchmark
  public void mix() {
    mix.run();
  }
}
