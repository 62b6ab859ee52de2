package org.logoformer.dl4j;

import org.nd4j.linalg.api.buffer.DataType;

/** The implementations that must agree, and how closely in each kind of item. */
enum Engine {
  ND4J_DOUBLE("nd4j", "f64", 1, DataType.DOUBLE, 1e-6, 1e-6),
  ND4J_FLOAT("nd4j", "f32", 1, DataType.FLOAT, 1e-4, 1e-3),
  ONEDNN_FLOAT("onednn", "f32", 1, DataType.FLOAT, 1e-4, 1e-3),
  /**
   * A thread for each of the four clips. (With two threads a ReLU input of the third step lies
   * within rounding of zero: one gradient in a hundred thousand flips.)
   */
  ONEDNN_FLOAT_IN_LANES("onednn", "f32", 4, DataType.FLOAT, 1e-4, 1e-3);

  final String kernels;
  final String precision;
  final int threads;
  final DataType type;
  final double tolerance;
  final double gradientTolerance;

  Engine(
      String kernels,
      String precision,
      int threads,
      DataType type,
      double tolerance,
      double gradientTolerance) {
    this.kernels = kernels;
    this.precision = precision;
    this.threads = threads;
    this.type = type;
    this.tolerance = tolerance;
    this.gradientTolerance = gradientTolerance;
  }
}
