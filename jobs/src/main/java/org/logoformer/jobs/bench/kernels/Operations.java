package org.logoformer.jobs.bench.kernels;

import java.util.List;
import java.util.function.Function;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Kernels.Activation;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.Window;
import org.logoformer.random.Keyed;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;
import org.nd4j.linalg.factory.Nd4j;

/** The operations that are measured, with tensors for them. */
final class Operations {
  /** Frames of the one clip. */
  private static final int FRAMES = 16;

  /** d of preset paper. */
  private static final int DIM = 256;

  /** Tokens of a clip, CLS included. */
  private static final int TOKENS = FRAMES * 49 + 1;

  /** Side of an image in layer1, and its channels. */
  private static final int SIDE = 28;

  private static final int CHANNELS = 64;

  /** All that are measured. */
  static final List<Layer> LAYERS =
      List.of(
          convolution("stem", 3, 64, 112, 7, 2),
          convolution("layer1", 64, 64, 28, 3, 1),
          convolution("entry2", 64, 128, 28, 3, 2),
          convolution("layer2", 128, 128, 14, 3, 1),
          convolution("entry3", 128, 256, 14, 3, 2),
          convolution("layer3", 256, 256, 7, 3, 1),
          convolution("downsample", 64, 128, 28, 1, 2),
          linear("out", 1, 1),
          linear("qkv", 1, 3),
          linear("fc1", 1, 4),
          linear("fc2", 4, 1),
          attention("local", 2, 392, 392),
          attention("global", 1, TOKENS, TOKENS / 2 + 1),
          new Layer(
              "Normalization.%s",
              List.of("batchTrain", "batchGradient", "layer", "layerGradient"),
              Operations::normalization),
          new Layer(
              "Elementwise.%s",
              List.of(
                  "gelu",
                  "geluGradient",
                  "addRelu",
                  "reluGradient",
                  "add",
                  "sum",
                  "copy",
                  "maxPool",
                  "maxPoolGradient"),
              Operations::elementwise));

  private final Kernels kernels;
  private final Keyed keyed = Keyed.of(1, "kernels");

  private Operations(Kernels kernels) {
    this.kernels = kernels;
  }

  /**
   * Operations that share tensors.
   *
   * @param title of one of them, around its name
   * @param names of the operations that {@code make} gives, in the same order
   */
  record Layer(String title, List<String> names, Function<Operations, List<Op>> make) {
    List<String> titles() {
      return names.stream().map(title::formatted).toList();
    }

    /** The operations; their tensors are freed with {@code kernels}. */
    List<Op> on(Kernels kernels) {
      return make.apply(new Operations(kernels));
    }
  }

  /** The names of all operations, such as {@code Convolution.forward(layer1)}. */
  static List<String> names() {
    return LAYERS.stream().flatMap(layer -> layer.titles().stream()).toList();
  }

  /** The operation of that name; its tensors are freed with {@code kernels}. */
  static Op make(String name, Kernels kernels) {
    Layer layer =
        LAYERS.stream().filter(each -> each.titles().contains(name)).findFirst().orElseThrow();
    return layer.on(kernels).get(layer.titles().indexOf(name));
  }

  /** A convolution of the backbone: channels in and out, side of the input, kernel, stride. */
  private static Layer convolution(
      String place, int in, int out, int side, int kernel, int stride) {
    return new Layer(
        "Convolution.%s(" + place + ")",
        List.of("forward", "inputGradient", "weightGradient"),
        on -> {
          Window window = Window.square(kernel, stride, kernel / 2);
          long size = window.outputSize(0, side);
          Tensor x = on.random(FRAMES, side, side, in);
          Tensor weight = on.random(out, in, kernel, kernel);
          Tensor y = on.random(FRAMES, size, size, out);
          Kernels.Convolution forward = on.kernels.convolution(window, x, weight, null, y);
          return List.of(
              forward,
              forward.inputGradient(y, on.random(x.shape())),
              forward.weightGradient(y, on.random(weight.shape()), null));
        });
  }

  /** A linear layer over the tokens of a clip: width in and out, as multiples of d. */
  private static Layer linear(String name, int from, int to) {
    int in = from * DIM;
    int out = to * DIM;
    return new Layer(
        "Linear.%s(" + name + ")",
        List.of("forward", "inputGradient", "weightGradient"),
        on -> {
          Tensor x = on.random(1, TOKENS, in);
          Tensor y = on.random(1, TOKENS, out);
          Kernels.Linear forward =
              on.kernels.linear(x, on.random(out, in), on.random(out), null, y);
          return List.of(
              forward,
              forward.inputGradient(y, on.random(x.shape())),
              forward.weightGradient(y, on.random(out, in), on.random(out)));
        });
  }

  /**
   * The inside of multi-head attention: independent rows, queries, keys. The softmax is in place.
   */
  private static Layer attention(String kind, int rows, int queries, int keys) {
    int heads = 8;
    int width = DIM / heads;
    return new Layer(
        "Attention.%s(" + kind + ")",
        List.of("scores", "softmax", "softmaxGradient", "mix"),
        on -> {
          Tensor q = on.random(rows, heads, queries, width);
          Tensor k = on.random(rows, heads, keys, width);
          Tensor weights = on.random(rows, heads, queries, keys);
          Tensor gradient = on.random(weights.shape());
          Tensor dots = on.random(rows, heads, queries, 1);
          Tensor mixed = on.random(q.shape());
          return List.of(
              on.kernels.matmul(0.1, q, k.permute(0, 1, 3, 2), weights),
              on.kernels.softmax(weights, weights),
              on.kernels.softmaxGradient(weights, dots, gradient, gradient),
              on.kernels.matmul(1, weights, k, mixed));
        });
  }

  /**
   * Batch normalisation with ReLU behind layer1's convolutions, by the statistics of the batch;
   * layer normalisation of tokens over d. Gradients are in place.
   */
  private List<Op> normalization() {
    Tensor x = random(FRAMES, SIDE, SIDE, CHANNELS);
    Tensor variance = random(CHANNELS);
    NdArrays.of(variance).assign(1);
    Kernels.BatchNormalization batch =
        kernels.batchNormalization(
            x,
            random(CHANNELS),
            random(CHANNELS),
            random(CHANNELS),
            variance,
            random(x.shape()),
            Activation.RELU);
    Op train = batch.train();
    Tensor d = random(x.shape());
    Tensor tokens = random(1, TOKENS, DIM);
    Kernels.LayerNormalization layer =
        kernels.layerNormalization(tokens, random(DIM), random(DIM), 1e-6, random(tokens.shape()));
    Tensor dTokens = random(tokens.shape());
    // A gradient reads what a training pass left.
    train.run();
    layer.run();
    return List.of(
        train,
        batch.gradient(d, d, random(CHANNELS), random(CHANNELS)),
        layer,
        layer.gradient(dTokens, dTokens, random(DIM), random(DIM)));
  }

  /**
   * What runs at the speed of memory: the activation of an MLP, the end of a residual block of
   * layer1, sums and copies of tokens, the pooling behind the stem. Gradients of activations are in
   * place.
   */
  private List<Op> elementwise() {
    Tensor hidden = random(1, TOKENS, 4 * DIM);
    Tensor active = random(hidden.shape());
    Tensor a = random(FRAMES, SIDE, SIDE, CHANNELS);
    Tensor b = random(a.shape());
    Tensor y = random(a.shape());
    Tensor tokens = random(1, TOKENS, DIM);
    Tensor image = random(FRAMES, 2 * SIDE, 2 * SIDE, CHANNELS);
    Kernels.Pooling pooling = kernels.maxPooling(Window.square(3, 2, 1), image, random(a.shape()));
    pooling.run();
    return List.of(
        kernels.gelu(hidden, active),
        kernels.geluGradient(hidden, active, active),
        kernels.addRelu(a, b, y),
        kernels.reluGradient(y, b, b),
        kernels.add(tokens, random(tokens.shape()), random(tokens.shape())),
        kernels.sum(tokens, random(1, 1, DIM)),
        kernels.copy(tokens, random(tokens.shape())),
        pooling,
        pooling.gradient(a, random(image.shape())));
  }

  /** Values between -1 and 1. */
  private Tensor random(long... shape) {
    Tensor tensor = kernels.arena().allocate(shape);
    float[] values = new float[Math.toIntExact(tensor.length())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) keyed.nextDouble(-1, 1);
    }
    NdArrays.of(tensor).assign(Nd4j.createFromArray(values).reshape(shape));
    return tensor;
  }
}
