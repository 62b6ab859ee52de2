package org.logoformer.kernels.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
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

  static Stream<String> levels() {
    String best = InstructionSet.effective();
    int last = ALL.indexOf(best);
    return (last < 0 ? ALL.stream() : ALL.subList(0, last + 1).stream());
  }

  @ParameterizedTest
  @MethodSource("levels")
  void everyOperationIsRight(String level) throws Exception {
    String output = fork(level);
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
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
