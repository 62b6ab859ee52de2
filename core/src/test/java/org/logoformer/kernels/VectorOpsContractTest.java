package org.logoformer.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleBinaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.logoformer.config.KernelSet;
import org.logoformer.config.KernelSets;
import org.logoformer.random.Keyed;
import org.logoformer.tensor.ElementType;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.VectorOps;
import org.logoformer.tensor.nd4j.NdArrays;

/** Arithmetic on vectors of every set of kernels, on views with others' elements around them. */
class VectorOpsContractTest {
  /** Two blocks of a sum and a begun one. */
  private static final int LENGTH = 10_000;

  private static final int BEFORE = 37;
  private static final int AFTER = 5;

  static Stream<Arguments> all() {
    return KernelSets.all().stream()
        .flatMap(set -> Stream.of(ElementType.values()).map(type -> Arguments.of(set, type)));
  }

  /** A view, and the values in it and around it. */
  private record Vector(Tensor view, Tensor whole, double[] before) {
    static Vector random(ElementType type, String key) {
      Tensor whole =
          Tensor.of(NdArrays.allocate(type, BEFORE + LENGTH + AFTER), 0, BEFORE + LENGTH + AFTER);
      Keyed keyed = Keyed.of(7, key);
      double[] values =
          DoubleStream.generate(() -> keyed.nextDouble(-1, 1)).limit(whole.length()).toArray();
      whole.write(values);
      return new Vector(whole.slice(0, BEFORE, BEFORE + LENGTH), whole, read(whole));
    }

    double at(int i) {
      return before[BEFORE + i];
    }

    void assertIs(ElementType type, DoubleBinaryOperator ofTwo, Vector a, Vector b) {
      double[] now = read(whole);
      double tolerance = type == ElementType.F32 ? 1e-6 : 1e-15;
      for (int i = 0; i < now.length; i++) {
        boolean outside = i < BEFORE || i >= BEFORE + LENGTH;
        double expected = outside ? before[i] : ofTwo.applyAsDouble(a.before[i], b.before[i]);
        assertThat(now[i]).as("element " + i).isCloseTo(expected, within(outside ? 0 : tolerance));
      }
    }
  }

  private static double[] read(Tensor t) {
    return NdArrays.of(t).dup().toDoubleVector();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("all")
  void elementsAreThoseOfTheFormula(KernelSet set, ElementType type) {
    VectorOps ops = ((KernelsProvider) set).vectors();
    Vector x = Vector.random(type, "x");
    Vector y = Vector.random(type, "y");
    Vector z = Vector.random(type, "z");
    ops.multiply(x.view(), y.view(), z.view());
    z.assertIs(type, (a, b) -> a * b, x, y);
    ops.magnitude(0.25, x.view(), z.view());
    z.assertIs(type, (a, b) -> Math.abs(a) + 0.25, x, y);
    ops.copy(x.view(), z.view());
    z.assertIs(type, (a, b) -> a, x, y);
    ops.addScaled(-0.5, y.view(), z.view());
    z.assertIs(type, (a, b) -> a - 0.5 * b, x, y);
    ops.scale(1.5, z.view());
    z.assertIs(type, (a, b) -> 1.5 * (a - 0.5 * b), x, y);
    ops.fill(3, z.view());
    z.assertIs(type, (a, b) -> 3, x, y);
    x.assertIs(type, (a, b) -> a, x, y);
    y.assertIs(type, (a, b) -> b, x, y);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("all")
  void inPlaceIsAllowed(KernelSet set, ElementType type) {
    VectorOps ops = ((KernelsProvider) set).vectors();
    Vector x = Vector.random(type, "x");
    ops.multiply(x.view(), x.view(), x.view());
    x.assertIs(type, (a, b) -> a * b, x, x);
    Vector y = Vector.random(type, "y");
    ops.magnitude(0.5, y.view(), y.view());
    y.assertIs(type, (a, b) -> Math.abs(a) + 0.5, y, y);
  }

  /** Of these bits hangs a step of SAM. */
  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("all")
  void sumsAreInDoubleInBlocks(KernelSet set, ElementType type) {
    VectorOps ops = ((KernelsProvider) set).vectors();
    Vector x = Vector.random(type, "x");
    Vector y = Vector.random(type, "y");
    double total = 0;
    for (int start = 0; start < LENGTH; start += 4096) {
      double sum = 0;
      for (int i = start; i < Math.min(LENGTH, start + 4096); i++) {
        sum += x.at(i) * y.at(i);
      }
      total += sum;
    }
    assertThat(ops.dot(x.view(), y.view())).isEqualTo(total);
    assertThat(ops.norm(x.view())).isEqualTo(Math.sqrt(ops.dot(x.view(), x.view())));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("all")
  void aFreshVectorHasMemoryOfItsOwn(KernelSet set, ElementType type) {
    VectorOps ops = ((KernelsProvider) set).vectors();
    Vector x = Vector.random(type, "x");
    Tensor fresh = ops.fresh(x.view());
    ops.copy(x.view(), fresh);
    ops.fill(0, x.view());
    assertThat(fresh.type()).isEqualTo(type);
    assertThat(read(fresh)).hasSize(LENGTH).contains(x.at(LENGTH - 1));
    fresh.memory().close();
  }
}
