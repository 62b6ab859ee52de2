package org.logoformer.jobs.slots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.error.ClusterException;
import org.logoformer.runtime.Backend;

class PlacementTest {
  @TempDir Path locks;
  private final List<Integer> selected = new ArrayList<>();

  @Test
  void theAddressThatSparkAssignedIsTheDevice() {
    Placement placement = placement(Backend.CUDA);
    OptionalInt gpu = placement.gpu(assigned("3"));
    assertThat(gpu).hasValue(3);
    assertThat(selected).as("nothing native on the thread that asks").isEmpty();
    placement.enter(gpu);
    assertThat(selected).containsExactly(3);
  }

  @Test
  void withoutAnAssignmentACudaBuildComputesOnItsFirstDeviceAndACpuBuildOnNone() {
    assertThat(placement(Backend.CUDA).gpu(Map.of())).hasValue(0);
    assertThat(placement(Backend.CPU).gpu(Map.of())).isEmpty();
  }

  @Test
  void tasksOfOneExecutorOnTwoGpusAreRefused() {
    Placement placement = placement(Backend.CUDA);
    assertThat(placement.gpu(assigned("0"))).hasValue(0);
    assertThat(placement.gpu(assigned("0"))).hasValue(0);
    assertThatThrownBy(() -> placement.gpu(assigned("1")))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("GPU 1")
        .hasMessageContaining("computes on GPU 0")
        .hasMessageContaining("spark.gpus");
  }

  @Test
  void twoProcessesOnOneGpuAreRefused() {
    assertThat(placement(Backend.CUDA).gpu(assigned("2"))).hasValue(2);
    Placement other = placement(Backend.CUDA);
    assertThatThrownBy(() -> other.gpu(assigned("2")))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("GPU 2 is taken")
        .hasMessageContaining("process " + ProcessHandle.current().pid());
    assertThat(other.gpu(assigned("1"))).as("another GPU").hasValue(1);
  }

  @Test
  void aGpuIsFreeAgainWhenItsProcessIsGone() throws Exception {
    DeviceLock.take(locks, "0", Duration.ZERO).close();
    assertThat(placement(Backend.CUDA).gpu(assigned("0"))).hasValue(0);
  }

  @Test
  void theLockOfAnotherUserMayBeTakenWhenItIsFree() throws Exception {
    DeviceLock.take(locks, "0", Duration.ZERO).close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lock("0"))))
        .isEqualTo("rw-rw-rw-");
  }

  @Test
  void aLinkInTheSharedFolderIsNotFollowed() throws Exception {
    Path precious = Files.writeString(locks.resolve("precious"), "1234");
    Files.createSymbolicLink(lock("0"), precious);
    Files.createSymbolicLink(lock("1"), locks.resolve("not-there"));
    for (String gpu : new String[] {"0", "1"}) {
      assertThatThrownBy(() -> DeviceLock.take(locks, gpu, Duration.ZERO))
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining(lock(gpu).toString())
          .hasMessageContaining("no plain file")
          .hasMessageContaining("delete it");
    }
    assertThat(precious).hasContent("1234");
    assertThat(locks.resolve("not-there")).doesNotExist();
  }

  @Test
  void aFileOfSomebodyElseIsLeftAsItIs() throws Exception {
    Path precious = Files.writeString(locks.resolve("precious"), "dear progress");
    Files.createLink(lock("0"), precious);
    assertThatThrownBy(() -> DeviceLock.take(locks, "0", Duration.ZERO))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("something else is in it");
    assertThat(precious).hasContent("dear progress");
  }

  private Path lock(String gpu) {
    return locks.resolve("logoformer-gpu-" + gpu + ".lock");
  }

  @Test
  void severalGpusOrNoNumberAreRefused() {
    Placement placement = placement(Backend.CUDA);
    for (String[] addresses : new String[][] {{"0", "1"}, {}, {"MIG-4f"}}) {
      assertThatThrownBy(() -> placement.gpu(assigned(addresses)))
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("[" + String.join(", ", addresses) + "]")
          .hasMessageContaining("gpu-discovery.sh");
    }
  }

  @ParameterizedTest(name = "GPU {0} of [{1}]")
  @CsvSource({"0, '', 0", "1, '2,3', 3", "0, 'GPU-8f-1', GPU-8f-1", "2, '5', 2", "0, '../x', ___x"})
  void theMachinesNameOfAGpuFollowsWhatCudaMaySee(int ordinal, String visible, String name) {
    assertThat(Placement.physical(ordinal, visible)).isEqualTo(name);
  }

  private static Map<String, ResourceInformation> assigned(String... addresses) {
    return Map.of("gpu", new ResourceInformation("gpu", addresses));
  }

  private Placement placement(Backend backend) {
    return new Placement(backend, selected::add, locks, Duration.ZERO);
  }
}
