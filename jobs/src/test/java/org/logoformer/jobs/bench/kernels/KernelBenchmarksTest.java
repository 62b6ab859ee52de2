package org.logoformer.jobs.bench.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Benchmark;

/** Every benchmark runs, in every shape, on every implementation. */
class KernelBenchmarksTest {
  private static final List<Class<? extends Kit>> CLASSES =
      List.of(
          ConvolutionBenchmark.class,
          LinearBenchmark.class,
          AttentionBenchmark.class,
          NormalizationBenchmark.class,
          ElementwiseBenchmark.class);

  static Stream<Kit> benchmarks() throws ReflectiveOperationException {
    List<Kit> all = new ArrayList<>();
    for (Class<? extends Kit> type : CLASSES) {
      for (String kernels : List.of("onednn", "nd4j")) {
        for (Object shape : shapes(type)) {
          Kit kit = type.getDeclaredConstructor().newInstance();
          kit.kernels = kernels;
          kit.threads = 1;
          for (Field field : shapeFields(type)) {
            field.set(kit, shape);
          }
          all.add(kit);
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("benchmarks")
  void runs(Kit kit) {
    List<Method> methods =
        Stream.of(kit.getClass().getMethods())
            .filter(m -> m.isAnnotationPresent(Benchmark.class))
            .toList();
    assertThat(methods).isNotEmpty();
    kit.setUp();
    try {
      for (Method method : methods) {
        assertThatCode(() -> method.invoke(kit)).as(method.getName()).doesNotThrowAnyException();
      }
    } finally {
      kit.tearDown();
    }
  }

  private static List<Field> shapeFields(Class<?> type) {
    return Stream.of(type.getFields()).filter(f -> f.getType().isEnum()).toList();
  }

  private static List<Object> shapes(Class<?> type) {
    List<Field> fields = shapeFields(type);
    return fields.isEmpty()
        ? List.of("no shape")
        : List.of(fields.get(0).getType().getEnumConstants());
  }
}
