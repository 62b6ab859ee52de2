package org.logoformer.kernels.proof;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.logoformer.kernels.Kernels.Activation;
import org.logoformer.kernels.Window;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/**
 * Operations of all kinds, of keyed sizes, strides and views, small and degenerate ones above all.
 */
final class Cases {
  private static final int[] SIZES = {1, 1, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65};
  private static final int[] FEW = {1, 1, 2, 3, 4, 6};

  private static final List<Function<Cases, Operation>> KINDS =
      List.of(
          Cases::matmul,
          Cases::matmul,
          Cases::matmul,
          Cases::linear,
          Cases::linearInput,
          Cases::linearWeight,
          c -> c.convolution(0),
          c -> c.convolution(1),
          c -> c.convolution(2),
          c -> c.convolution(3),
          c -> c.maxPooling(false),
          c -> c.maxPooling(true),
          c -> c.averagePooling(false),
          c -> c.averagePooling(true),
          c -> c.batchNormalization(0),
          c -> c.batchNormalization(1),
          c -> c.batchNormalization(2),
          Cases::fold,
          c -> RecurrentCases.of(c, 0),
          c -> RecurrentCases.of(c, 1),
          c -> RecurrentCases.of(c, 2),
          c -> c.layerNormalization(false),
          c -> c.layerNormalization(true),
          Cases::softmax,
          Cases::softmaxGradient,
          c -> c.dense(0),
          c -> c.dense(1),
          c -> c.dense(2),
          c -> c.dense(3),
          c -> c.strided(0),
          c -> c.strided(1),
          c -> c.strided(2),
          c -> c.strided(3),
          Cases::sum,
          c -> c.dense(4),
          c -> c.dense(5),
          c -> c.dense(6),
          c -> c.dense(7),
          c -> c.dense(8),
          c -> c.strided(4));

  private final Arena arena;
  private final SplittableRandom random;

  private Cases(Arena arena, long key) {
    this.arena = arena;
    this.random = new SplittableRandom(key * 0x9E3779B97F4A7C15L);
  }

  /** Kinds of operations that {@link #of} makes. */
  static int kinds() {
    return KINDS.size() - 2;
  }

  /** The operation of {@code key}, on tensors of {@code arena}. */
  static Operation of(Arena arena, long key) {
    Cases cases = new Cases(arena, key);
    return KINDS.get((int) Math.floorMod(key, (long) KINDS.size())).apply(cases);
  }

  long size() {
    return SIZES[random.nextInt(SIZES.length)];
  }

  long few() {
    return FEW[random.nextInt(FEW.length)];
  }

  boolean maybe() {
    return random.nextBoolean();
  }

  Tensor dense(long... shape) {
    return arena.allocate(shape);
  }

  /** Of this shape, as a part of something larger along any of its dimensions, or not. */
  Tensor view(long... shape) {
    int axis = random.nextInt(shape.length + 1);
    if (axis == shape.length) {
      return dense(shape);
    }
    long before = random.nextInt(3);
    long[] wide = shape.clone();
    wide[axis] += before + random.nextInt(3);
    return dense(wide).slice(axis, before, before + shape[axis]);
  }

  /** [B, n, T, c], perhaps out of rows of tokens with one or more slices of all heads. */
  private Tensor heads(long b, long n, long t, long c) {
    if (random.nextInt(3) == 0) {
      return view(b, n, t, c);
    }
    long slices = 1 + random.nextLong(3);
    long slice = random.nextLong(slices);
    return dense(b, t, slices * n * c)
        .slice(2, slice * n * c, (slice + 1) * n * c)
        .split(2, n, c)
        .permute(0, 2, 1, 3);
  }

  /** A matrix, a batch of them, or heads; [.., rows, columns] or its transpose in memory. */
  private Tensor matrices(int rank, long b, long n, long rows, long columns) {
    boolean turned = maybe();
    long r = turned ? columns : rows;
    long c = turned ? rows : columns;
    Tensor t = rank == 4 ? heads(b, n, r, c) : rank == 3 ? view(b, r, c) : view(r, c);
    int[] axes = IntStream.range(0, rank).toArray();
    if (turned) {
      axes[rank - 2] = rank - 1;
      axes[rank - 1] = rank - 2;
    }
    return t.permute(axes);
  }

  private Operation matmul() {
    int rank = 2 + random.nextInt(3);
    long m = size();
    long k = size();
    long n = size();
    long h = few();
    // Batches at which strides of heads look like another order of the dimensions, too.
    long b = random.nextInt(4) == 0 ? Math.min(3 * m, 24) : few();
    return MatrixOperations.matmul(
        maybe() ? 1 : 0.5,
        matrices(rank, b, h, m, k),
        matrices(rank, b, h, k, n),
        matrices(rank, b, h, m, n));
  }

  private Tensor rows(int rank, long b, long t, long c) {
    return rank == 2 ? dense(b * t, c) : maybe() ? dense(b, t, c) : tokens(b, t, c);
  }

  private Tensor tokens(long b, long t, long c) {
    long before = random.nextInt(2);
    return dense(b, t + before + random.nextInt(2), c).slice(1, before, before + t);
  }

  /** Tensors of a linear layer. */
  private record Linear(Tensor x, Tensor weight, Tensor y, Tensor dy, Tensor dx) {}

  private Linear layer() {
    int rank = 2 + random.nextInt(2);
    long b = few();
    long t = size();
    long in = size();
    long out = size();
    return new Linear(
        rows(rank, b, t, in),
        dense(out, in),
        rows(rank, b, t, out),
        rows(rank, b, t, out),
        rows(rank, b, t, in));
  }

  private Operation linear() {
    Linear l = layer();
    Tensor bias = maybe() ? dense(l.weight().size(0)) : null;
    Tensor other =
        l.y().isContiguous() ? dense(l.y().shape()) : l.y().within(dense(l.y().span()), 0);
    Tensor residual =
        switch (random.nextInt(3)) {
          case 0 -> null;
          case 1 -> l.y();
          default -> other;
        };
    return MatrixOperations.linear(l.x(), l.weight(), bias, residual, l.y());
  }

  private Operation linearInput() {
    Linear l = layer();
    return MatrixOperations.linearInput(l.x(), l.weight(), l.y(), l.dy(), l.dx());
  }

  private Operation linearWeight() {
    Linear l = layer();
    Tensor dBias = maybe() ? dense(l.weight().size(0)) : null;
    return MatrixOperations.linearWeight(
        l.x(), l.weight(), l.y(), l.dy(), dense(l.weight().shape()), dBias);
  }

  private int[] draws(int rank, int from, int to) {
    return IntStream.range(0, rank).map(i -> random.nextInt(from, to + 1)).toArray();
  }

  private Operation convolution(int kind) {
    int rank = kind == 3 ? 2 : 2 + random.nextInt(2);
    int[] kernel = draws(rank, 1, 3);
    int[] stride = maybe() ? kernel.clone() : draws(rank, 1, 2);
    int[] padding = draws(rank, 0, 1);
    IntStream.range(0, rank).forEach(i -> padding[i] = kernel[i] == 1 ? 0 : padding[i]);
    boolean winograd = rank == 2 && random.nextInt(4) == 0;
    Window window = winograd ? Window.square(3, 1, 1) : new Window(kernel, stride, padding);
    boolean depthwise = kind != 3 && !winograd && random.nextInt(4) == 0;
    long in = winograd ? 64 : Math.min(size(), 33);
    long out = depthwise ? in : winograd ? 72 : Math.min(size(), 33);
    long[] x = image(window, few(), in);
    Tensor image = dense(x);
    Tensor y = dense(output(window, x, out));
    long[] w = new long[rank + 2];
    w[0] = out;
    w[1] = depthwise ? 1 : in;
    IntStream.range(0, rank).forEach(i -> w[i + 2] = window.kernel()[i]);
    Tensor weight = dense(w);
    Tensor bias = maybe() && !winograd ? dense(out) : null;
    return switch (kind) {
      case 0 -> ImageOperations.convolution(window, image, weight, bias, y);
      case 1 ->
          ImageOperations.convolutionInput(
              window, image, weight, bias, y, dense(y.shape()), dense(x));
      case 2 ->
          ImageOperations.convolutionWeight(
              window,
              image,
              weight,
              bias,
              y,
              dense(y.shape()),
              dense(w),
              bias == null ? null : dense(out));
      default ->
          ImageOperations.fused(
              window,
              image,
              weight,
              dense(out),
              maybe() ? dense(y.shape()) : null,
              maybe() ? Activation.RELU : Activation.NONE,
              y);
    };
  }

  /** [N, size.., C] that the window fits into. */
  private long[] image(Window window, long n, long c) {
    long[] x = new long[window.rank() + 2];
    x[0] = n;
    x[x.length - 1] = c;
    for (int i = 0; i < window.rank(); i++) {
      x[i + 1] = window.kernel()[i] + random.nextLong(8);
    }
    return x;
  }

  private static long[] output(Window window, long[] x, long channels) {
    long[] y = x.clone();
    y[y.length - 1] = channels;
    for (int i = 0; i < window.rank(); i++) {
      y[i + 1] = window.outputSize(i, x[i + 1]);
    }
    return y;
  }

  private Operation maxPooling(boolean gradient) {
    int[] kernel = draws(2, 1, 3);
    int[] padding = {kernel[0] / 2, kernel[1] / 2};
    Window window = new Window(kernel, draws(2, 1, 2), padding);
    long[] x = image(window, few(), size());
    Tensor y = dense(output(window, x, x[3]));
    return gradient
        ? ImageOperations.maxPoolingGradient(window, dense(x), y, dense(y.shape()), dense(x))
        : ImageOperations.maxPooling(window, dense(x), y);
  }

  private Operation averagePooling(boolean gradient) {
    int rank = 2 + random.nextInt(2);
    int[] kernel = draws(rank, 1, 3);
    Window window = Window.tiling(kernel);
    long[] x = image(window, few(), size());
    IntStream.range(0, rank).forEach(i -> x[i + 1] = kernel[i] * (1L + random.nextInt(3)));
    Tensor y = dense(output(window, x, x[rank + 1]));
    return gradient
        ? ImageOperations.averagePoolingGradient(window, dense(x), y, dense(y.shape()), dense(x))
        : ImageOperations.averagePooling(window, dense(x), y);
  }

  private Operation batchNormalization(int kind) {
    long c = size();
    // Two values at least: the deviation of one is all rounding.
    long[] shape = {few(), 2 + few(), 1 + few(), c};
    Activation activation = maybe() ? Activation.RELU : Activation.NONE;
    NormalizationOperations.Batch batch =
        new NormalizationOperations.Batch(
            dense(shape), dense(c), dense(c), dense(c), dense(c), dense(shape), activation);
    Tensor dy = dense(shape);
    return switch (kind) {
      case 0 -> batch.train();
      case 1 -> batch.updateRunning();
      default -> batch.gradient(dy, maybe() ? dy : dense(shape), dense(c), dense(c));
    };
  }

  private Operation fold() {
    long o = size();
    long[] w = {o, size(), 3, 3};
    return NormalizationOperations.fold(
        dense(w), dense(o), dense(o), dense(o), dense(o), dense(w), dense(o));
  }

  private Operation layerNormalization(boolean gradient) {
    int rank = 2 + random.nextInt(2);
    long b = few();
    long t = size();
    long c = 1 + size();
    Tensor x = rows(rank, b, t, c);
    Tensor y = rows(rank, b, t, c);
    Tensor dy = rows(rank, b, t, c);
    return gradient
        ? NormalizationOperations.layerGradient(
            x,
            dense(c),
            dense(c),
            1e-6,
            y,
            dy,
            maybe() ? dy : rows(rank, b, t, c),
            dense(c),
            dense(c))
        : NormalizationOperations.layer(x, dense(c), dense(c), 1e-6, y);
  }

  private Operation softmax() {
    Tensor x = dense(few(), few(), size(), size());
    return ElementwiseOperations.softmax(x, maybe() ? x : dense(x.shape()));
  }

  private Operation softmaxGradient() {
    long[] shape = {few(), few(), size(), size()};
    Tensor dy = dense(shape);
    return ElementwiseOperations.softmaxGradient(
        dense(shape), dense(shape[0], shape[1], shape[2], 1), dy, maybe() ? dy : dense(shape));
  }

  private Operation dense(int kind) {
    long[] shape = {few(), size(), size()};
    Tensor a = dense(shape);
    Tensor b = dense(shape);
    Tensor y = maybe() ? b : dense(shape);
    return switch (kind) {
      case 0 -> ElementwiseOperations.gelu(a, dense(shape));
      case 1 -> ElementwiseOperations.geluGradient(a, b, y);
      case 2 -> ElementwiseOperations.addRelu(a, b, y);
      case 4 -> ElementwiseOperations.sigmoid(a, dense(shape));
      case 5 -> ElementwiseOperations.sigmoidGradient(a, b, y);
      case 6 -> ElementwiseOperations.tanh(a, dense(shape));
      case 7 -> ElementwiseOperations.tanhGradient(a, b, y);
      case 8 -> ElementwiseOperations.relu(b, y);
      default -> ElementwiseOperations.reluGradient(a, b, y);
    };
  }

  private Operation strided(int kind) {
    long[] shape = {few(), few(), size(), size()};
    Tensor a = view(shape);
    if (kind == 2) {
      Tensor turned = view(shape[0], shape[2], shape[1], shape[3]).permute(0, 2, 1, 3);
      return ElementwiseOperations.copy(maybe() ? a : turned, view(shape));
    }
    if (kind == 3) {
      return ElementwiseOperations.zero(a);
    }
    long[] repeated = shape.clone();
    IntStream.range(0, 4).filter(i -> random.nextInt(3) == 0).forEach(i -> repeated[i] = 1);
    Tensor b = view(repeated);
    Tensor y = maybe() ? a : view(shape);
    return switch (kind) {
      case 0 -> ElementwiseOperations.add(a, b, y);
      case 4 -> ElementwiseOperations.subtract(a, b, y);
      default -> ElementwiseOperations.multiply(a, b, y);
    };
  }

  private Operation sum() {
    long[] shape = {few(), few(), size(), size()};
    long[] kept = shape.clone();
    IntStream.range(0, 4).filter(i -> maybe()).forEach(i -> kept[i] = 1);
    return MatrixOperations.sum(view(shape), dense(kept));
  }
}
