package org.logoformer.jobs.bench.kernels;

import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.Window;
import org.logoformer.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** Convolutions of the backbone. */
public class ConvolutionBenchmark extends Kit {
  /** Where the convolution stands. */
  @Param public Place place;

  private Op forward;
  private Op inputGradient;
  private Op weightGradient;

  /** Channels in and out, side of the input, kernel, stride. */
  public enum Place {
    STEM(3, 64, 112, 7, 2),
    LAYER1(64, 64, 28, 3, 1),
    LAYER2(128, 128, 14, 3, 1),
    LAYER3(256, 256, 7, 3, 1),
    DOWNSAMPLE(64, 128, 28, 1, 2);

    private final int in;
    private final int out;
    private final int side;
    private final int kernel;
    private final int stride;

    Place(int in, int out, int side, int kernel, int stride) {
      this.in = in;
      this.out = out;
      this.side = side;
      this.kernel = kernel;
      this.stride = stride;
    }
  }

  @Override
  void bind(Kernels on) {
    Window window = Window.square(place.kernel, place.stride, place.kernel / 2);
    long side = window.outputSize(0, place.side);
    Tensor x = random(FRAMES, place.side, place.side, place.in);
    Tensor weight = random(place.out, place.in, place.kernel, place.kernel);
    Tensor y = random(FRAMES, side, side, place.out);
    Kernels.Convolution convolution = on.convolution(window, x, weight, null, y);
    forward = convolution;
    inputGradient = convolution.inputGradient(y, random(x.shape()));
    weightGradient = convolution.weightGradient(y, random(weight.shape()), null);
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

  /** dWeight. */
  @Benchmark
  public void weightGradient() {
    weightGradient.run();
  }
}
