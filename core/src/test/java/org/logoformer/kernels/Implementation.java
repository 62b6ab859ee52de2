package org.logoformer.kernels;

import static org.logoformer.config.Precision.BF16_MATH;
import static org.logoformer.config.Precision.F32;
import static org.logoformer.config.Precision.F64;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.logoformer.config.Precision;
import org.logoformer.engine.KernelsFactory;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * One implementation of {@link Kernels} under test.
 *
 * @param tolerance largest error that rounding explains, relative to the largest value
 */
record Implementation(String name, DataType type, double tolerance, Supplier<Kernels> kernels) {

  static List<Implementation> all() {
    List<Implementation> all = new ArrayList<>();
    if (ShortFactors.areServed()) {
      // Each factor has 8 significant bits.
      all.add(new Implementation("onednn bf16", DataType.FLOAT, 1e-2, proven("onednn", BF16_MATH)));
    }
    all.addAll(
        List.of(
            new Implementation("onednn float", DataType.FLOAT, 2e-5, proven("onednn", F32)),
            new Implementation("nd4j float", DataType.FLOAT, 2e-5, proven("nd4j", F32)),
            new Implementation("nd4j double", DataType.DOUBLE, 1e-12, proven("nd4j", F64))));
    return all;
  }

  /** What users run. */
  private static Supplier<Kernels> proven(String kernels, Precision precision) {
    return () -> KernelsFactory.make(kernels, precision, 2);
  }

  /** Every implementation with every case. */
  static Stream<Arguments> with(Object... cases) {
    List<Arguments> arguments = new ArrayList<>();
    for (Implementation i : all()) {
      for (Object c : cases) {
        arguments.add(Arguments.of(i, c));
      }
    }
    return arguments.stream();
  }

  @Override
  public String toString() {
    return name;
  }
}
