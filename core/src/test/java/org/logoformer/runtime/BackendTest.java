package org.logoformer.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
