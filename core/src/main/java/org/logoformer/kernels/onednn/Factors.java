package org.logoformer.kernels.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory;
import org.logoformer.config.Precision;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.onednn.MatmulOps.Operand;
import org.logoformer.tensor.Tensor;

/**
 * What a product multiplies: tensors as they are, or rounded to bfloat16 into memory of the
 * operation, anew in each run. oneDNN's sums are of 32 bits in either case.
 */
final class Factors {
  /**
   * Rounding an element takes as long as about so many multiply-adds, and each element of a matrix
   * product of m rows and n columns takes part in m n / (m + n) of them on average.
   */
  private static final double LEAST_REUSE = 24;

  private final Engine engine;
  private final int type;
  private final Scratch.Frame frame;
  private final List<Op> ops = new ArrayList<>();

  private Factors(Engine engine, int type) {
    this.engine = engine;
    this.type = type;
    this.frame = engine.temporaries().frame();
  }

  /** Of an operation that multiplies in bfloat16 if the precision is such. */
  static Factors of(Engine engine) {
    return new Factors(engine, engine.precision().hasShortFactors() ? dnnl_bf16 : dnnl_f32);
  }

  /** Of an operation that multiplies in 32 bits whatever the precision. */
  static Factors whole(Engine engine) {
    return new Factors(engine, dnnl_f32);
  }

  /**
   * Of a matrix product. In {@link Precision#BF16} its size alone decides, and no stopwatch, so
   * that a network has the same bits each time it is built.
   */
  static Factors ofProduct(Engine engine, long rows, long columns) {
    boolean gains = rows * columns >= LEAST_REUSE * (rows + columns);
    return gains || engine.precision() == Precision.BF16_MATH ? of(engine) : whole(engine);
  }

  /** Of their elements. */
  int type() {
    return type;
  }

  boolean isShort() {
    return type != dnnl_f32;
  }

  /** Of the operation, for whatever else it needs. */
  Scratch.Frame frame() {
    return frame;
  }

  /** As a factor; {@code plain} is an operand whose memory is laid out as it is. */
  Operand of(Operand plain) {
    if (plain.type() == type) {
      return plain;
    }
    return rounded(plain.memory(), plain.layout().compact());
  }

  /** A tensor, seen as {@code layout}, as a factor that is row-major. */
  Operand dense(Layout layout, Tensor tensor) {
    return isShort()
        ? rounded(engine.memory(layout, tensor), Layout.dense(layout.dims()))
        : CopyOps.dense(engine, layout, tensor, frame, ops);
  }

  private Operand rounded(dnnl_memory from, Layout to) {
    dnnl_memory memory = frame.memory(engine.descriptor(to, type));
    ops.add(CopyOps.reorder(engine, from, memory));
    return new Operand(to, type, memory);
  }

  /** Adds an operation that goes before the product. */
  void before(Op op) {
    ops.add(op);
  }

  /** What makes the factors, and then {@code product}. */
  Op then(Op product) {
    ops.add(product);
    return Op.sequence(ops);
  }
}
