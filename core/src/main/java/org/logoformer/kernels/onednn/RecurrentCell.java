package org.logoformer.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.logoformer.kernels.Kernels.Cell;

/**
 * How oneDNN does a step of a {@link Cell}: the primitives, and the order of their blocks. A GRU
 * that resets the product of the state, as PyTorch's, is called "linear before reset" there.
 */
enum RecurrentCell {
  LSTM(4) {
    @Override
    int gate(int block) {
      return block;
    }

    @Override
    int stateBias(int block) {
      return block;
    }

    @Override
    int forward(dnnl_primitive_desc made, Engine engine, int kind, Formats f, Attributes a) {
      return dnnl_lstm_forward_primitive_desc_create(
          made,
          engine.handle(),
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
          a.handle());
    }

    @Override
    int backward(
        dnnl_primitive_desc made, Engine engine, Formats f, Formats d, Plan hint, Attributes a) {
      return dnnl_lstm_backward_primitive_desc_create(
          made,
          engine.handle(),
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
          a.handle());
    }
  },
  /** z, r, n; biases of both, that of a_n, and that of u_n. */
  GRU(3) {
    @Override
    int gate(int block) {
      return block == 2 ? 2 : 1 - block;
    }

    @Override
    int stateBias(int block) {
      return block == 2 ? 3 : block;
    }

    @Override
    int forward(dnnl_primitive_desc made, Engine engine, int kind, Formats f, Attributes a) {
      return dnnl_lbr_gru_forward_primitive_desc_create(
          made,
          engine.handle(),
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
          a.handle());
    }

    @Override
    int backward(
        dnnl_primitive_desc made, Engine engine, Formats f, Formats d, Plan hint, Attributes a) {
      return dnnl_lbr_gru_backward_primitive_desc_create(
          made,
          engine.handle(),
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
          a.handle());
    }
  };

  private final int blocks;

  RecurrentCell(int blocks) {
    this.blocks = blocks;
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

  abstract int forward(dnnl_primitive_desc made, Engine engine, int kind, Formats f, Attributes a);

  abstract int backward(
      dnnl_primitive_desc made, Engine engine, Formats f, Formats d, Plan hint, Attributes a);

  int blocks() {
    return blocks;
  }

  /** Which gate oneDNN's block {@code block} is. */
  abstract int gate(int block);

  /** The block of biases for the product of the state; block {@code block} is for what comes in. */
  abstract int stateBias(int block);
}
