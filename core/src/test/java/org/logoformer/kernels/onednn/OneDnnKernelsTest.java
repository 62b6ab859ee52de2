package org.logoformer.kernels.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.logoformer.config.Precision;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Kernels.Activation;
import org.logoformer.kernels.Kernels.Cell;
import org.logoformer.kernels.Kernels.Gates;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.Window;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;
import org.nd4j.linalg.factory.Nd4j;

class OneDnnKernelsTest {
  private final OneDnnKernels kernels = new OneDnnKernels(2, Precision.F32);
  private final List<Tensor> tensors = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(3);

  @AfterEach
  void close() {
    kernels.close();
  }

  private Tensor random(long... shape) {
    Tensor t = kernels.arena().allocate(shape);
    float[] values = new float[(int) t.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    NdArrays.of(t).assign(Nd4j.createFromArray(values).reshape(shape));
    tensors.add(t);
    return t;
  }

  /** One of each operation at the sizes of the model, as one pass over them. */
  private List<Op> everything() {
    List<Op> ops = new ArrayList<>();
    Tensor frames = random(4, 28, 28, 32);
    Tensor w = random(64, 32, 3, 3);
    Tensor image = random(4, 14, 14, 64);
    Kernels.Convolution conv = kernels.convolution(Window.square(3, 2, 1), frames, w, null, image);
    Tensor normed = random(4, 14, 14, 64);
    Kernels.BatchNormalization bn =
        kernels.batchNormalization(
            image, random(64), random(64), random(64), random(64), normed, Activation.RELU);
    Tensor pooled = random(4, 7, 7, 64);
    Kernels.Pooling pool = kernels.maxPooling(Window.square(3, 2, 1), normed, pooled);
    Tensor tokens = pooled.reshape(4, 49, 64);
    Tensor rows = random(4, 49, 64);
    Kernels.LayerNormalization ln =
        kernels.layerNormalization(tokens, random(64), random(64), 1e-6, rows);
    Tensor wide = random(4, 49, 192);
    Tensor lw = random(192, 64);
    Kernels.Linear linear = kernels.linear(rows, lw, random(192), null, wide);
    Tensor q = wide.slice(2, 0, 64).split(2, 8, 8).permute(0, 2, 1, 3);
    Tensor k = wide.slice(2, 64, 128).split(2, 8, 8).permute(0, 2, 3, 1);
    Tensor v = wide.slice(2, 128, 192).split(2, 8, 8).permute(0, 2, 1, 3);
    Tensor scores = random(4, 8, 49, 49);
    Tensor mixed = random(4, 49, 64);
    Tensor gelu = random(4, 49, 192);
    ops.add(conv);
    ops.add(bn.train());
    ops.add(pool);
    ops.add(ln);
    ops.add(linear);
    ops.add(kernels.matmul(0.35, q, k, scores));
    ops.add(kernels.softmax(scores, scores));
    ops.add(kernels.matmul(1, scores, v, mixed.split(2, 8, 8).permute(0, 2, 1, 3)));
    ops.add(kernels.gelu(wide, gelu));
    Tensor dWide = random(4, 49, 192);
    Tensor dRows = random(4, 49, 64);
    ops.add(kernels.geluGradient(wide, gelu, dWide));
    ops.add(linear.inputGradient(dWide, dRows));
    ops.add(linear.weightGradient(dWide, random(192, 64), random(192)));
    Tensor dScores = random(4, 8, 49, 49);
    ops.add(kernels.softmaxGradient(scores, random(4, 8, 49, 1), dScores, random(4, 8, 49, 49)));
    Tensor dTokens = random(4, 49, 64);
    ops.add(ln.gradient(dRows, dTokens, random(64), random(64)));
    Tensor dNormed = random(4, 14, 14, 64);
    ops.add(pool.gradient(dTokens.reshape(4, 7, 7, 64), dNormed));
    Tensor dImage = random(4, 14, 14, 64);
    ops.add(bn.gradient(dNormed, dImage, random(64), random(64)));
    ops.add(conv.inputGradient(dImage, random(4, 28, 28, 32)));
    ops.add(conv.weightGradient(dImage, random(64, 32, 3, 3), null));
    for (Cell cell : Cell.values()) {
      Kernels.Recurrence recurrence =
          kernels.recurrence(cell, rows, gates(cell), random(4, 49, 32));
      ops.add(recurrence.infer());
      ops.add(recurrence.train());
      ops.add(recurrence.gradient(random(4, 49, 32), random(4, 49, 64), gates(cell)));
    }
    ops.add(kernels.sum(tokens, random(1, 1, 64)));
    ops.add(kernels.add(random(4, 49, 64), random(1, 49, 64), random(4, 49, 64)));
    return ops;
  }

  /** Of 64 channels and 32 hidden ones. */
  private Gates gates(Cell cell) {
    long wide = cell.gates() * 32L;
    return new Gates(random(wide, 64), random(wide, 32), random(wide), random(wide));
  }

  /** The recurrence is called so, but that is fast products and a loop. */
  @Test
  void runsNoReferenceCode() {
    everything();
    assertThat(kernels.implementations())
        .hasSizeGreaterThan(20)
        .filteredOn(i -> !i.contains("recurrence of"))
        .noneMatch(i -> i.substring(i.lastIndexOf(": ")).contains("ref"));
  }

  @Test
  void computesTheSameBitsEveryTime() {
    List<Op> ops = everything();
    List<float[]> first = pass(ops);
    List<float[]> second = pass(ops);
    for (int i = 0; i < first.size(); i++) {
      assertThat(Arrays.equals(first.get(i), second.get(i))).as("tensor %d", i).isTrue();
    }
  }

  /** The content of every tensor after a pass. */
  private List<float[]> pass(List<Op> ops) {
    ops.forEach(Op::run);
    return tensors.stream().map(t -> NdArrays.of(t).dup().data().asFloat()).toList();
  }

  @Test
  void allocatesNoJavaMemoryInARun() {
    List<Op> ops = everything();
    for (int i = 0; i < 3; i++) {
      ops.forEach(Op::run);
    }
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 10; i++) {
      for (Op op : ops) {
        op.run();
      }
    }
    long perRun = (threads.getCurrentThreadAllocatedBytes() - before) / (10L * ops.size());
    assertThat(perRun).isLessThan(64);
  }
}
