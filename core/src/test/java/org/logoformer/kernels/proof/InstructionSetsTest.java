package org.logoformer.kernels.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.logoformer.kernels.onednn.InstructionSet;

/**
 * The cases of {@link BreadthTest} under each instruction set that the CPU has, a process each;
 * with {@code -Dlogo.levels=contracts} the contract tests too, and {@code -Dlogo.cases=N} says how
 * many cases.
 */
@Timeout(1200)
class InstructionSetsTest {
  private static final List<String> ALL =
      List.of(
          "sse41",
          "avx",
          "avx2",
          "avx512_core",
          "avx512_core_vnni",
          "avx512_core_bf16",
          "avx512_core_fp16",
          "avx512_core_amx");

  /** Two at a time: much of what a process does takes one thread. */
  private static final ExecutorService FORKS = Executors.newFixedThreadPool(2);

  static Stream<Named<Future<String>>> levels() {
    String best = InstructionSet.effective();
    int last = ALL.indexOf(best);
    List<String> here = last < 0 ? ALL : ALL.subList(0, last + 1);
    return here.stream()
        .map(level -> Named.of(level, FORKS.submit(() -> fork(level))))
        .toList()
        .stream();
  }

  @AfterAll
  static void stopForking() {
    FORKS.shutdownNow();
  }

  @ParameterizedTest
  @MethodSource("levels")
  void everyOperationIsRight(Future<String> printed) throws Exception {
    String output = printed.get();
    System.out.println(output);
    assertThat(output).contains("precision=f64");
  }

  private static String fork(String level) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(List.of("-Xmx2g", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Level.class.getName(), System.getProperty("logo.cases", "155")));
    if (System.getProperty("logo.levels") != null) {
      command.add("contracts");
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("ONEDNN_MAX_CPU_ISA", level.toUpperCase(Locale.ROOT));
    // Each test takes memory by the chunk and gives it back: with large pages in half the time.
    builder.environment().put("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
