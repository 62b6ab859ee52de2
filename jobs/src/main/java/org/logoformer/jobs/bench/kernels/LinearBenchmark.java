package org.logoformer.jobs.bench.kernels;

import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Op;
import org.logoformer.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Linear layers over the tokens of a clip. */
public class LinearBenchmark extends Kit {
  /** Which layer. */
  @Param public Layer layer;

  private Op forward;
  private Op inputGradient;
  private Op weightGradient;

  /** Width in and out, as multiples of d. */
  public enum Layer {
    OUT(1, 1),
    QKV(1, 3),
    FC1(1, 4),
    FC2(4, 1);

    private final int in;
    private final int out;

    Layer(int in, int out) {
      this.in = in;
      this.out = out;
    }
  }

  @Override
  void bind(Kernels on) {
    int in = layer.in * DIM;
    int out = layer.out * DIM;
    Tensor x = random(1, TOKENS, in);
    Tensor y = random(1, TOKENS, out);
    Kernels.Linear linear = on.linear(x, random(out, in), random(out), null, y);
    forward = linear;
    inputGradient = linear.inputGradient(y, random(x.shape()));
    weightGradient = linear.weightGradient(y, random(out, in), random(out));
  }

  /** y. */
  @Benchmark
  public void forward() {
    forward.run();
  }

  /** dx. */
  @Benchmark
  public void inputGradient() {
    inputGradient.run();
  }

  /** dWeight and dBias. */
  @Benchmark
  public void weightGradient() {
    weightGradient.run();
  }
}
