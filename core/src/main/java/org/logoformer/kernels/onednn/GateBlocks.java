package org.logoformer.kernels.onednn;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.BiConsumer;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.logoformer.kernels.Kernels.Gates;
import org.logoformer.kernels.Op;
import org.logoformer.tensor.Tensor;

/**
 * Parameters of a layer of recurrence, and gradients by them, as oneDNN has them: weights as
 * [layers, directions, in, G, h] and biases as [layers, directions, 4, h], with gates in an order
 * of its own. Copies are made in every run: the optimiser moves the parameters in between.
 */
record GateBlocks(Engine engine, RecurrentCell cell, int hidden) {
  private static final int BIASES = 4;

  /** Elements of a cache line. */
  private static final long LINE = 16;

  /** Rows so many lines apart fall into few sets of the cache. */
  private static final long CONFLICT = 16;

  /** How the forward pass reads {@code weight}, and how the backward pass writes its gradient. */
  Layout byInput(Tensor weight) {
    return layout(weight, padded(weight.size(0)), hidden, 1);
  }

  /** How the backward pass reads {@code weight}: in rows, as it is. */
  Layout byOutput(Tensor weight) {
    long row = padded(weight.size(1));
    return layout(weight, 1, hidden * row, row);
  }

  private static long padded(long row) {
    long lines = (row + LINE - 1) / LINE;
    return (lines % CONFLICT == 0 ? lines + 1 : lines) * LINE;
  }

  private Layout layout(Tensor weight, long ofInput, long ofGate, long ofHidden) {
    long[] dims = {1, 1, weight.size(1), cell.blocks(), hidden};
    long all = Math.max(dims[2] * ofInput, dims[3] * ofGate);
    return new Layout(dims, new long[] {all, all, ofInput, ofGate, ofHidden});
  }

  Layout biases() {
    return Layout.dense(1, 1, BIASES, hidden);
  }

  /** A copy of {@code weight} that {@code ops} make. */
  dnnl_memory packed(Tensor weight, Layout format, Scratch.Frame frame, List<Op> ops) {
    return blocks(
        weight, format, frame, (gate, block) -> ops.add(CopyOps.reorder(engine, gate, block)));
  }

  /** What {@code ops} then copy to {@code gradient}. */
  dnnl_memory unpacked(Tensor gradient, Layout format, Scratch.Frame frame, List<Op> ops) {
    return blocks(
        gradient, format, frame, (gate, block) -> ops.add(CopyOps.reorder(engine, block, gate)));
  }

  /**
   * Memory of some format.
   *
   * @param copying is told each gate of {@code weight} and where its block is in that memory
   */
  private dnnl_memory blocks(
      Tensor weight,
      Layout format,
      Scratch.Frame frame,
      BiConsumer<dnnl_memory, dnnl_memory> copying) {
    Scratch.Area area = frame.area(format.strides()[0]);
    dnnl_memory_desc gate = engine.descriptor(gate(weight));
    for (int i = 0; i < cell.blocks(); i++) {
      copying.accept(
          engine.memory(gate, weight, start(weight, i)),
          frame.memory(gate(format), area, i * format.strides()[3]));
    }
    return frame.memory(format, area, 0);
  }

  /** A gate of a weight [G h, in] as [in, h]. */
  private Layout gate(Tensor weight) {
    return Layout.dense(hidden, weight.size(1)).transpose();
  }

  private static Layout gate(Layout format) {
    return format.remove(3).remove(1).remove(0);
  }

  /** Where the gate of block {@code i} begins. */
  private long start(Tensor weight, int i) {
    return weight.size(1) * hidden * cell.gate(i);
  }

  /** Biases that {@code ops} add up. */
  dnnl_memory bias(Gates weights, Scratch.Frame frame, List<Op> ops) {
    Scratch.Area area = frame.area(biases().length());
    FloatBuffer ofInput = engine.vector(weights.inputBias());
    FloatBuffer ofState = engine.vector(weights.stateBias());
    ops.add(
        () -> {
          FloatBuffer bias = area.floats();
          for (int block = 0; block < cell.blocks(); block++) {
            int from = cell.gate(block) * hidden;
            int to = block * hidden;
            int toOther = cell.stateBias(block) * hidden;
            for (int i = 0; i < hidden; i++) {
              float other = ofState.get(from + i);
              bias.put(toOther + i, other);
              bias.put(to + i, ofInput.get(from + i) + (toOther == to ? other : 0));
            }
          }
        });
    return frame.memory(biases(), area, 0);
  }

  /** What {@code ops} then copy to the gradients by the biases. */
  dnnl_memory biasGradient(Gates gradients, Scratch.Frame frame, List<Op> ops) {
    Scratch.Area area = frame.area(biases().length());
    FloatBuffer ofInput = engine.vector(gradients.inputBias());
    FloatBuffer ofState = engine.vector(gradients.stateBias());
    ops.add(
        () -> {
          FloatBuffer bias = area.floats();
          for (int block = 0; block < cell.blocks(); block++) {
            int to = cell.gate(block) * hidden;
            ofInput.put(to, bias, block * hidden, hidden);
            ofState.put(to, bias, cell.stateBias(block) * hidden, hidden);
          }
        });
    return frame.memory(biases(), area, 0);
  }
}
