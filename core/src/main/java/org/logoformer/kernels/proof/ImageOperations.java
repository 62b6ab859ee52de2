package org.logoformer.kernels.proof;

import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Kernels.Activation;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.Window;
import org.logoformer.kernels.proof.Operation.Role;
import org.logoformer.tensor.Tensor;

/** Convolutions and poolings as operations. Operands keep the order in which they are added. */
final class ImageOperations {
  private ImageOperations() {}

  private static String settings(Window window) {
    return " " + window;
  }

  private static double work(Tensor y, Tensor weight) {
    return (double) y.length() * weight.length() / weight.size(0);
  }

  static Operation convolution(Window window, Tensor x, Tensor weight, Tensor bias, Tensor y) {
    Operation o = new Operation("convolution", settings(window));
    o.readShared(x);
    o.read(weight);
    int shift = o.read(bias);
    int result = o.writtenShared(y);
    return o.by(
        (k, t) -> k.convolution(window, t[0], t[1], of(t, shift), t[result]),
        v -> new Convolutions.Forward(Windows.of(window), v[0], v[1], of(v, shift), null, false),
        work(y, weight));
  }

  static Operation fused(
      Window window,
      Tensor x,
      Tensor weight,
      Tensor bias,
      Tensor residual,
      Activation activation,
      Tensor y) {
    Operation o = new Operation("fused convolution", settings(window) + " " + activation);
    o.readShared(x);
    o.read(weight);
    o.read(bias);
    int added = o.readShared(residual);
    int result = o.writtenShared(y);
    return o.by(
        (k, t) -> {
          Kernels.FusedConvolution made =
              k.fusedConvolution(
                  window, t[0], t[1], t[2], of(t, added), activation, t[result], null);
          return () -> {
            made.prepare();
            made.run();
          };
        },
        v ->
            new Convolutions.Forward(
                Windows.of(window), v[0], v[1], v[2], of(v, added), activation == Activation.RELU),
        work(y, weight));
  }

  static Operation convolutionInput(
      Window window, Tensor x, Tensor weight, Tensor bias, Tensor y, Tensor dy, Tensor dx) {
    int channels = Math.toIntExact(x.size(x.rank() - 1));
    Operation o = new Operation("convolution input gradient", settings(window));
    o.add(Role.SPOILED, Values.UNIT, x, true);
    o.read(weight);
    o.spoiledShared(y);
    o.readShared(dy);
    o.writtenShared(dx);
    int shift = o.add(Role.SPOILED, Values.UNIT, bias, false);
    return o.by(
        (k, t) -> k.convolution(window, t[0], t[1], of(t, shift), t[2]).inputGradient(t[3], t[4]),
        v -> new Convolutions.Input(Windows.of(window), channels, v[1], v[3]),
        work(y, weight));
  }

  static Operation convolutionWeight(
      Window window,
      Tensor x,
      Tensor weight,
      Tensor bias,
      Tensor y,
      Tensor dy,
      Tensor dWeight,
      Tensor dBias) {
    Operation o = new Operation("convolution weight gradient", settings(window));
    o.readShared(x);
    o.add(Role.SPOILED, Values.UNIT, weight, false);
    o.spoiledShared(y);
    o.readShared(dy);
    o.written(dWeight);
    int dShift = o.written(dBias);
    int shift = o.add(Role.SPOILED, Values.UNIT, bias, false);
    return o.by(
        (k, t) ->
            k.convolution(window, t[0], t[1], of(t, shift), t[2])
                .weightGradient(t[3], t[4], of(t, dShift)),
        v -> new Convolutions.Weight(Windows.of(window), v[0], v[1], v[3], 4),
        work(y, weight));
  }

  static Operation maxPooling(Window window, Tensor x, Tensor y) {
    return pooling(
        new Operation("max pooling", settings(window)),
        x,
        y,
        (k, t) -> k.maxPooling(window, t[0], t[1]),
        v -> new Poolings.Maximum(Windows.of(window), v[0]));
  }

  static Operation averagePooling(Window window, Tensor x, Tensor y) {
    return pooling(
        new Operation("average pooling", settings(window)),
        x,
        y,
        (k, t) -> k.averagePooling(window, t[0], t[1]),
        v -> new Poolings.Mean(Windows.of(window), v[0]));
  }

  private static Operation pooling(
      Operation o, Tensor x, Tensor y, Operation.Maker maker, Operation.Definition definition) {
    o.readShared(x);
    o.writtenShared(y);
    return o.by(maker, definition, (double) x.length());
  }

  static Operation maxPoolingGradient(Window window, Tensor x, Tensor y, Tensor dy, Tensor dx) {
    return poolingGradient(
        new Operation("max pooling gradient", settings(window)),
        new Tensor[] {x, y, dy, dx},
        (k, t) -> {
          Kernels.Pooling made = k.maxPooling(window, t[0], t[1]);
          return both(made, made.gradient(t[2], t[3]));
        },
        v -> new Poolings.MaximumGradient(Windows.of(window), v[0], v[2]));
  }

  static Operation averagePoolingGradient(Window window, Tensor x, Tensor y, Tensor dy, Tensor dx) {
    return poolingGradient(
        new Operation("average pooling gradient", settings(window)),
        new Tensor[] {x, y, dy, dx},
        (k, t) -> {
          Kernels.Pooling made = k.averagePooling(window, t[0], t[1]);
          return both(made, made.gradient(t[2], t[3]));
        },
        v -> new Poolings.MeanGradient(Windows.of(window), v[2]));
  }

  private static Operation poolingGradient(
      Operation o, Tensor[] t, Operation.Maker maker, Operation.Definition definition) {
    o.readShared(t[0]);
    o.spoiledShared(t[1]);
    o.readShared(t[2]);
    o.writtenShared(t[3]);
    return o.by(maker, definition, (double) t[0].length());
  }

  static Op both(Op first, Op second) {
    return () -> {
      first.run();
      second.run();
    };
  }

  private static <T> T of(T[] operands, int number) {
    return number < 0 ? null : operands[number];
  }
}
