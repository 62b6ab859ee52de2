package org.logoformer.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.Evidence;
import org.logoformer.error.ClusterException;

class BackendTest {

  @Test
  void isTheOneOnTheClassPathOrSaysWhyItCannotBe() {
    if (Backend.cudaOnClasspath()) {
      Throwable refusal = catchThrowable(Backend::select);
      assertThat(refusal)
          .satisfiesAnyOf(
              r -> assertThat(r).isNull(),
              r -> assertThat(r).isInstanceOf(ClusterException.class).hasMessageContaining("GPU"));
    } else {
      assertThat(Backend.select()).isEqualTo(Backend.CPU);
    }
  }

  @Test
  void saysThatThereIsNoGpuAndWhatToDo() {
    assertThatThrownBy(() -> Backend.requireGpu(List.of()))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("no GPU")
        .hasMessageContaining("without -Pcuda");
  }

  @Test
  void aCudaBuildOnAMachineWithoutGpuEndsAtOnce(@TempDir Path folder) throws Exception {
    Path backend = folder.resolve("org/nd4j/linalg/jcublas/JCublasBackend.class");
    Files.createDirectories(backend.getParent());
    Files.createFile(backend);
    ProcessBuilder command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            folder + File.pathSeparator + System.getProperty("java.class.path"),
            Selecting.class.getName());
    // Where no nvidia-smi is found.
    command.environment().put("PATH", folder.toString());
    Process process = command.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isEqualTo(4);
    assertThat(said).contains("no GPU", "'nvidia-smi' names none", "without -Pcuda");
    new Evidence(
            11,
            "a GPU is required and absent",
            "a process with ND4J's CUDA backend on its class path and no nvidia-smi",
            "exit code 4 before anything native is loaded",
            "exit code 4: " + said.strip().lines().reduce((a, b) -> b).orElse(""))
        .held();
  }

  /** A process that selects its backend. */
  static final class Selecting {
    private Selecting() {}

    /** Exits as the program does. */
    public static void main(String[] args) {
      try {
        Backend.select();
      } catch (ClusterException e) {
        System.out.println(e.getMessage());
        System.exit(e.exitCode());
      }
    }
  }

  @Test
  void namesAGpuThatTheBinariesDoNotServe() {
    List<Gpu> gpus = Gpu.parse(List.of("NVIDIA H100 80GB HBM3, 9.0, 535.104.05"));
    assertThatThrownBy(() -> Backend.requireGpu(gpus))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("NVIDIA H100")
        .hasMessageContaining("9.0");
  }

  @Test
  void isContentWithOneSupportedGpuAmongOthers() {
    List<Gpu> gpus = Gpu.parse(List.of("New, 12.0, 570.1", "Tesla T4, 7.5, 570.1"));
    assertThat(gpus).hasSize(2);
    assertThatCode(() -> Backend.requireGpu(gpus)).doesNotThrowAnyException();
  }

  @Test
  void skipsWhatIsNotAGpu() {
    assertThat(Gpu.parse(List.of("NVIDIA-SMI has failed because it could not talk to the driver")))
        .isEmpty();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "3.5, false",
    "3.7, true",
    "5.2, true",
    "7.0, true",
    "8.6, true",
    "8.9, true",
    "9.0, false",
    "10.0, false",
    "12.0, false"
  })
  void knowsWhichComputeCapabilitiesHaveCode(String capability, boolean supported) {
    Gpu gpu = Gpu.parse(List.of("GPU, " + capability + ", 500.1")).get(0);
    assertThat(gpu.isSupported()).isEqualTo(supported);
  }
}
