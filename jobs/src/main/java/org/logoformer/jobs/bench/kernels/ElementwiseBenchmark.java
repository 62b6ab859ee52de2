package org.logoformer.jobs.bench.kernels;

import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.Window;
import org.logoformer.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;

/** What runs at the speed of memory: activations, residuals, pooling, sums. */
public class ElementwiseBenchmark extends Kit {
  private static final int CHANNELS = 64;
  private static final int SIDE = 28;

  private Op gelu;
  private Op geluGradient;
  private Op addRelu;
  private Op reluGradient;
  private Op add;
  private Op sum;
  private Op copy;
  private Op maxPool;
  private Op maxPoolGradient;

  @Override
  void bind(Kernels on) {
    Tensor hidden = random(1, TOKENS, 4 * DIM);
    Tensor active = random(hidden.shape());
    gelu = on.gelu(hidden, active);
    geluGradient = on.geluGradient(hidden, active, active);

    Tensor a = random(FRAMES, SIDE, SIDE, CHANNELS);
    Tensor b = random(a.shape());
    Tensor y = random(a.shape());
    addRelu = on.addRelu(a, b, y);
    reluGradient = on.reluGradient(y, b, b);

    Tensor tokens = random(1, TOKENS, DIM);
    add = on.add(tokens, random(tokens.shape()), random(tokens.shape()));
    sum = on.sum(tokens, random(1, 1, DIM));
    copy = on.copy(tokens, random(tokens.shape()));

    Window window = Window.square(3, 2, 1);
    Tensor map = random(FRAMES, 2 * SIDE, 2 * SIDE, CHANNELS);
    Kernels.Pooling pooling = on.maxPooling(window, map, random(a.shape()));
    maxPool = pooling;
    maxPoolGradient = pooling.gradient(a, random(map.shape()));
    maxPool.run();
  }

  /** Hidden layer of the MLP. */
  @Benchmark
  public void gelu() {
    gelu.run();
  }

  /** In place. */
  @Benchmark
  public void geluGradient() {
    geluGradient.run();
  }

  /** End of a residual block of layer1. */
  @Benchmark
  public void addRelu() {
    addRelu.run();
  }

  /** In place. */
  @Benchmark
  public void reluGradient() {
    reluGradient.run();
  }

  /** Of two token streams. */
  @Benchmark
  public void add() {
    add.run();
  }

  /** Over the tokens. */
  @Benchmark
  public void sum() {
    sum.run();
  }

  /** Of a token stream. */
  @Benchmark
  public void copy() {
    copy.run();
  }

  /** Behind the stem. */
  @Benchmark
  public void maxPool() {
    maxPool.run();
  }

  /** Behind the stem. */
  @Benchmark
  public void maxPoolGradient() {
    maxPoolGradient.run();
  }
}
