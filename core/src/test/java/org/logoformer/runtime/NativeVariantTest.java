package org.logoformer.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.logoformer.error.ClusterException;
import org.nd4j.linalg.factory.Nd4j;

class NativeVariantTest {
  private static final List<NativeVariant> ALL = List.of(NativeVariant.values());
  private static final Set<String> HASWELL =
      Set.of("sse2", "avx", "avx2", "fma", "f16c", "bmi1", "bmi2", "movbe");

  @Test
  void takesAvx2OnACpuWithoutAvx512() {
    assertThat(NativeVariant.best(HASWELL, ALL)).isEqualTo(NativeVariant.AVX2);
  }

  @Test
  void takesThePlainBuildOnAnOldOrUnknownCpu() {
    assertThat(NativeVariant.best(Set.of("sse2", "avx"), ALL)).isEqualTo(NativeVariant.PLAIN);
    assertThat(NativeVariant.best(Set.of(), ALL)).isEqualTo(NativeVariant.PLAIN);
  }

  @Test
  void takesThePlainBuildWhereItIsTheOnlyOnePresent() {
    assertThat(NativeVariant.best(HASWELL, List.of(NativeVariant.PLAIN)))
        .isEqualTo(NativeVariant.PLAIN);
  }

  @Test
  void needsAllOfTheServerSubsetOfAvx512() {
    Set<String> knightsLanding = Set.of("avx2", "avx512f", "avx512cd", "avx512er", "avx512pf");
    Set<String> skylake =
        Set.of("avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl", "avx2", "fma");
    assertThat(NativeVariant.best(knightsLanding, ALL)).isNotEqualTo(NativeVariant.AVX512);
    assertThat(NativeVariant.best(skylake, ALL)).isEqualTo(NativeVariant.AVX512);
  }

  @Test
  void refusesAChosenBuildThatTheCpuCannotRun() {
    assertThatThrownBy(() -> NativeVariant.requireRunnable("-avx512", HASWELL))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("avx512 build")
        .hasMessageContaining("spark.native-variant to avx2");
    for (String runnable : new String[] {"-avx2", "", "-one-of-their-own"}) {
      assertThatCode(() -> NativeVariant.requireRunnable(runnable, HASWELL))
          .doesNotThrowAnyException();
    }
    assertThatCode(() -> NativeVariant.requireRunnable("-avx512", Set.of()))
        .as("flags unknown")
        .doesNotThrowAnyException();
  }

  @Test
  void readsTheFlagsOfTheFirstCpu() {
    Stream<String> cpuinfo =
        Stream.of("processor\t: 0", "flags\t\t: fpu sse2 avx2", "processor\t: 1", "flags\t\t: mmx");
    assertThat(NativeVariant.cpuFlags(cpuinfo)).containsExactlyInAnyOrder("fpu", "sse2", "avx2");
  }

  @Test
  void isChosenBeforeNd4jLoadsItsNativeCode() {
    assertThat(Nd4j.ones(3).sumNumber().intValue()).isEqualTo(3);
    assertThat(System.getProperty("org.bytedeco.javacpp.platform.extension"))
        .isIn("-avx512", "-avx2", "");
    assertThat(System.getProperty("org.bytedeco.javacpp.maxbytes")).isNotNull();
  }
}
