package org.logoformer.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.logoformer.error.ClusterException;

class DeviceTest {
  private final List<Integer> bound = new ArrayList<>();
  private final Device device = new Device(bound::add);

  @Test
  void threadsFollowTheOneThatComputes() {
    device.follow();
    assertThat(bound).as("without a GPU").isEmpty();
    device.use(2);
    device.follow();
    assertThat(bound).containsExactly(2, 2);
  }

  @Test
  void aProcessStaysOnItsGpu() {
    device.use(0);
    device.use(0);
    assertThatThrownBy(() -> device.use(1))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("GPU 0")
        .hasMessageContaining("GPU 1")
        .hasMessageContaining("spark.gpus");
    assertThat(bound).containsExactly(0, 0);
  }

  @Test
  void aGpuThatCannotBeUsedIsNotFollowed() {
    Device broken =
        new Device(
            ordinal -> {
              throw new ClusterException("no");
            });
    assertThatThrownBy(() -> broken.use(0)).isInstanceOf(ClusterException.class);
    assertThatCode(broken::follow).doesNotThrowAnyException();
  }

  @Test
  void anAssignedGpuThatIsNotThereIsRefused() {
    // On this machine, whatever was built.
    assertThatThrownBy(() -> Device.ofProcess().use(99))
        .isInstanceOf(ClusterException.class)
        .hasMessageMatching(".*(GPU 99.* CPU build.*-Pcuda.*spark.gpus=0|CUDA build|CUDA sees).*");
  }

  @Test
  void theAssignedGpuMustBeOneThatCudaSeesAndThatTheBinariesServe() {
    List<Gpu> gpus = Gpu.parse(List.of("NVIDIA H100, 9.0, 535.1", "Tesla T4, 7.5, 535.1"));
    assertThatCode(() -> Nd4jDevice.require(1, 2, gpus, null)).doesNotThrowAnyException();
    assertThatThrownBy(() -> Nd4jDevice.require(0, 2, gpus, null))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("H100")
        .hasMessageContaining("3.7");
    assertThatThrownBy(() -> Nd4jDevice.require(2, 2, gpus, "0,1"))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("GPU 2, but CUDA sees 2")
        .hasMessageContaining("0,1");
  }
}
