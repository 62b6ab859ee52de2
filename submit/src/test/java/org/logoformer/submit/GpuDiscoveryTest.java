package org.logoformer.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that Spark asks for GPUs, with an nvidia-smi that says what the test wants. */
class GpuDiscoveryTest {
  @TempDir Path bin;

  private record Answer(int exitCode, String out, String err) {}

  @Test
  void namesEveryGpuInTheFormThatSparkReads() throws Exception {
    nvidiaSmi("echo 0; echo 1; echo 10");
    Answer answer = run(Map.of());
    assertThat(answer.exitCode()).isZero();
    ResourceInformation gpus = ResourceInformation.parseJson(answer.out());
    assertThat(gpus.name()).isEqualTo("gpu");
    assertThat(gpus.addresses()).containsExactly("0", "1", "10");
  }

  @Test
  void countsAsCudaDoesWhenItMaySeeSomeOnly() throws Exception {
    nvidiaSmi("echo 0; echo 1; echo 2; echo 3");
    Answer answer = run(Map.of("CUDA_VISIBLE_DEVICES", "3,1"));
    assertThat(ResourceInformation.parseJson(answer.out()).addresses()).containsExactly("0", "1");
  }

  @Test
  void saysThatThereIsNoDriver() throws Exception {
    Answer answer = run(Map.of());
    assertThat(answer.exitCode()).isNotZero();
    assertThat(answer.out()).isEmpty();
    assertThat(answer.err()).contains("no 'nvidia-smi'", "driver");
  }

  @Test
  void saysWhatTheDriverComplainedAbout() throws Exception {
    nvidiaSmi("echo 'could not talk to the driver' >&2; exit 9");
    Answer answer = run(Map.of());
    assertThat(answer.exitCode()).isNotZero();
    assertThat(answer.err()).contains("could not talk to the driver");
  }

  @Test
  void saysThatThereIsNoGpu() throws Exception {
    nvidiaSmi("echo 'No devices were found'");
    Answer answer = run(Map.of());
    assertThat(answer.exitCode()).isNotZero();
    assertThat(answer.err()).contains("lists no GPU", "No devices were found");
  }

  private void nvidiaSmi(String body) throws IOException {
    Path program = Files.writeString(bin.resolve("nvidia-smi"), "#!/bin/bash\n" + body + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Answer run(Map<String, String> environment) throws Exception {
    for (String tool : new String[] {"grep", "tr"}) {
      Files.createSymbolicLink(bin.resolve(tool), Path.of("/usr/bin", tool));
    }
    Path out = bin.resolve("out");
    Path err = bin.resolve("err");
    ProcessBuilder script =
        new ProcessBuilder("/bin/bash", Path.of("../submit/gpu-discovery.sh").toString())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    script.environment().clear();
    script.environment().put("PATH", bin.toString());
    script.environment().putAll(environment);
    int exitCode = script.start().waitFor();
    return new Answer(
        exitCode,
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
