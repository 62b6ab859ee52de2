package org.logoformer.jobs.bench.kernels;

import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Kernels.Activation;
import org.logoformer.kernels.Op;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;
import org.openjdk.jmh.annotations.Benchmark;

/** Batch normalisation with ReLU behind layer1's convolutions, layer normalisation of tokens. */
public class NormalizationBenchmark extends Kit {
  private static final int CHANNELS = 64;
  private static final int SIDE = 28;

  private Op batchTrain;
  private Op batchGradient;
  private Op layer;
  private Op layerGradient;

  @Override
  void bind(Kernels on) {
    Tensor x = random(FRAMES, SIDE, SIDE, CHANNELS);
    Tensor variance = random(CHANNELS);
    NdArrays.of(variance).assign(1);
    Kernels.BatchNormalization batch =
        on.batchNormalization(
            x,
            random(CHANNELS),
            random(CHANNELS),
            random(CHANNELS),
            variance,
            random(x.shape()),
            Activation.RELU);
    batchTrain = batch.train();
    Tensor d = random(x.shape());
    batchGradient = batch.gradient(d, d, random(CHANNELS), random(CHANNELS));
    // A gradient reads what a training pass left.
    batchTrain.run();

    Tensor tokens = random(1, TOKENS, DIM);
    Kernels.LayerNormalization norm =
        on.layerNormalization(tokens, random(DIM), random(DIM), 1e-6, random(tokens.shape()));
    layer = norm;
    Tensor dTokens = random(tokens.shape());
    layerGradient = norm.gradient(dTokens, dTokens, random(DIM), random(DIM));
    layer.run();
  }

  /** With the statistics of the batch. */
  @Benchmark
  public void batchTrain() {
    batchTrain.run();
  }

  /** In place. */
  @Benchmark
  public void batchGradient() {
    batchGradient.run();
  }

  /** Over d. */
  @Benchmark
  public void layer() {
    layer.run();
  }

  /** In place. */
  @Benchmark
  public void layerGradient() {
    layerGradient.run();
  }
}
