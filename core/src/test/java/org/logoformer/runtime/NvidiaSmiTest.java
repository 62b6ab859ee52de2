package org.logoformer.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.error.ClusterException;

class NvidiaSmiTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir Path folder;

  @Test
  void isRunOnceHoweverManyThreadsAsk() throws IOException {
    Path asked = folder.resolve("asked");
    NvidiaSmi tool = tool("echo x >> '" + asked + "'; echo 'Tesla T4, 7.5, 535.1'", MINUTE);
    List<NvidiaSmi.Answer> answers =
        IntStream.range(0, 8).parallel().mapToObj(i -> tool.answer()).distinct().toList();
    assertThat(answers)
        .containsExactly(new NvidiaSmi.Answer(List.of(new Gpu("Tesla T4", 7, 5, "535.1")), ""));
    assertThat(Files.readAllLines(asked)).hasSize(1);
  }

  @Test
  void isNotWaitedForWhenTheDriverHangs() throws IOException {
    NvidiaSmi tool = tool("exec sleep 600", Duration.ofSeconds(1));
    long start = System.nanoTime();
    NvidiaSmi.Answer answer = tool.answer();
    assertThat(answer.gpus()).isEmpty();
    assertThatThrownBy(answer::require)
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("did not answer within 1 s")
        .hasMessageContaining("restart the machine");
    tool.answer();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void withoutADriverThereIsNone() {
    NvidiaSmi.Answer answer =
        new NvidiaSmi(List.of(folder.resolve("none").toString()), MINUTE).answer();
    assertThat(answer).isEqualTo(new NvidiaSmi.Answer(List.of(), ""));
  }

  private NvidiaSmi tool(String script, Duration limit) throws IOException {
    Path file = folder.resolve("nvidia-smi");
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return new NvidiaSmi(List.of(file.toString()), limit);
  }
}
