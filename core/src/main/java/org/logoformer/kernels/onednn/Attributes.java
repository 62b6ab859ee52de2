package org.logoformer.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;

/** What every primitive is told, and what follows its main computation. */
final class Attributes implements AutoCloseable {
  private final dnnl_primitive_attr attributes = new dnnl_primitive_attr();
  private final dnnl_post_ops after = new dnnl_post_ops();

  Attributes() {
    Engine.check(dnnl_primitive_attr_create(attributes), "making attributes");
    Engine.check(dnnl_post_ops_create(after), "making post-ops");
    Engine.check(
        dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user),
        "setting the scratchpad mode");
    Engine.check(dnnl_primitive_attr_set_deterministic(attributes, 1), "asking for determinism");
    // Whatever the environment says: what is to be rounded is rounded by an operation of its own.
    Engine.check(
        dnnl_primitive_attr_set_fpmath_mode(attributes, dnnl_fpmath_mode_strict),
        "setting the math mode");
  }

  /** Argument number of the operand of the first post-op. */
  static int operand() {
    return DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE | DNNL_ARG_SRC_1;
  }

  /** Adds an operand, see {@link #operand}. */
  Attributes add(dnnl_memory_desc operand) {
    Engine.check(dnnl_post_ops_append_binary(after, dnnl_binary_add, operand), "adding a post-op");
    return this;
  }

  /** Multiplies by an operand, see {@link #operand}. */
  Attributes multiply(dnnl_memory_desc operand) {
    Engine.check(dnnl_post_ops_append_binary(after, dnnl_binary_mul, operand), "adding a post-op");
    return this;
  }

  /** Adds what the destination held before. */
  Attributes accumulate() {
    Engine.check(dnnl_post_ops_append_sum(after, 1, 0, dnnl_f32), "adding a post-op");
    return this;
  }

  Attributes scale(double factor) {
    Engine.check(
        dnnl_post_ops_append_eltwise(after, dnnl_eltwise_linear, (float) factor, 0),
        "adding a post-op");
    return this;
  }

  Attributes relu() {
    Engine.check(dnnl_post_ops_append_eltwise(after, dnnl_eltwise_relu, 0, 0), "adding a post-op");
    return this;
  }

  dnnl_primitive_attr handle() {
    Engine.check(dnnl_primitive_attr_set_post_ops(attributes, after), "setting post-ops");
    return attributes;
  }

  @Override
  public void close() {
    dnnl_post_ops_destroy(after);
    dnnl_primitive_attr_destroy(attributes);
  }
}
