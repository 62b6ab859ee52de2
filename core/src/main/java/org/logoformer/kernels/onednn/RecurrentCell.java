package org.logoformer.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.logoformer.kernels.Kernels.Cell;

/**
 * How oneDNN does a step of a {@link Cell}: the primitives, and the order of their blocks. A GRU
 * that resets the product of the state, as PyTorch's, is called "linear before reset" there.
 */
enum RecurrentCell {
  LSTM(new int[] {0, 1, 2, 3}, new int[] {0, 1, 2, 3}) {
    @Override
    Engine.Choice forward(int kind, Formats f) {
      return (made, engine, attributes) ->
          dnnl_lstm_forward_primitive_desc_create(
              made,
              engine,
              kind,
              dnnl_unidirectional_left2right,
              f.x,
              f.start,
              f.start,
              f.ofInput,
              f.ofState,
              null,
              null,
              f.bias,
              f.y,
              null,
              null,
              dnnl_rnn_flags_undef,
              attributes);
    }

    @Override
    Engine.Choice backward(Formats f, Formats d, Plan hint) {
      return (made, engine, attributes) ->
          dnnl_lstm_backward_primitive_desc_create(
              made,
              engine,
              dnnl_backward,
              dnnl_unidirectional_left2right,
              f.x,
              f.start,
              f.start,
              f.ofInput,
              f.ofState,
              null,
              null,
              f.bias,
              f.y,
              null,
              null,
              d.x,
              d.start,
              d.start,
              d.ofInput,
              d.ofState,
              null,
              null,
              d.bias,
              d.y,
              null,
              null,
              dnnl_rnn_flags_diff_weights_overwrite,
              hint.descriptor(),
              attributes);
    }
  },

  /** z, r, n; biases of both, that of a_n, and that of u_n. */
  GRU(new int[] {1, 0, 2}, new int[] {0, 1, 3}) {
    @Override
    Engine.Choice forward(int kind, Formats f) {
      return (made, engine, attributes) ->
          dnnl_lbr_gru_forward_primitive_desc_create(
              made,
              engine,
              kind,
              dnnl_unidirectional_left2right,
              f.x,
              f.start,
              f.ofInput,
              f.ofState,
              f.bias,
              f.y,
              null,
              dnnl_rnn_flags_undef,
              attributes);
    }

    @Override
    Engine.Choice backward(Formats f, Formats d, Plan hint) {
      return (made, engine, attributes) ->
          dnnl_lbr_gru_backward_primitive_desc_create(
              made,
              engine,
              dnnl_backward,
              dnnl_unidirectional_left2right,
              f.x,
              f.start,
              f.ofInput,
              f.ofState,
              f.bias,
              f.y,
              null,
              d.x,
              d.start,
              d.ofInput,
              d.ofState,
              d.bias,
              d.y,
              null,
              dnnl_rnn_flags_diff_weights_overwrite,
              hint.descriptor(),
              attributes);
    }
  };

  @SuppressWarnings("ImmutableEnumChecker") // nobody writes to it
  private final int[] gates;

  @SuppressWarnings("ImmutableEnumChecker") // nobody writes to it
  private final int[] stateBiases;

  RecurrentCell(int[] gates, int[] stateBiases) {
    this.gates = gates;
    this.stateBiases = stateBiases;
  }

  static RecurrentCell of(Cell cell) {
    return switch (cell) {
      case LSTM -> LSTM;
      case GRU -> GRU;
    };
  }

  /** What the arguments of a primitive look like. */
  record Formats(
      dnnl_memory_desc x,
      dnnl_memory_desc start,
      dnnl_memory_desc ofInput,
      dnnl_memory_desc ofState,
      dnnl_memory_desc bias,
      dnnl_memory_desc y) {}

  /**
   * Chooses the forward pass.
   *
   * @param kind {@code dnnl_forward_training} or {@code dnnl_forward_inference}
   */
  abstract Engine.Choice forward(int kind, Formats f);

  /**
   * Chooses the backward pass.
   *
   * @param f of what the forward pass had
   * @param d of the gradients
   * @param hint the forward pass in training
   */
  abstract Engine.Choice backward(Formats f, Formats d, Plan hint);

  /** How many blocks of weights there are: one for each gate. */
  int blocks() {
    return gates.length;
  }

  /** Which gate oneDNN's block {@code block} is. */
  int gate(int block) {
    return gates[block];
  }

  /** The block of biases for the product of the state; block {@code block} is for what comes in. */
  int stateBias(int block) {
    return stateBiases[block];
  }
}
