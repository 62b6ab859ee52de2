package org.logoformer.jobs.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.logoformer.error.ClusterException;

class FootprintTest {
  private static final List<String> STATUS =
      List.of("Name:\tjava", "VmHWM:\t   2048 kB", "VmRSS:\t   1024 kB");

  @Test
  void fieldsAreInKilobytes() {
    assertThat(Footprint.field(STATUS, "VmHWM")).isEqualTo(2 << 20);
    assertThat(Footprint.field(STATUS, "VmRSS")).isEqualTo(1 << 20);
  }

  @Test
  void aMissingFieldIsNamed() {
    assertThatThrownBy(() -> Footprint.field(STATUS, "VmSwap"))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("VmSwap");
  }

  @Test
  void thePeakIsAtLeastWhatIsThereNow() {
    long now = Footprint.resident();

    assertThat(Footprint.peakResident()).isGreaterThanOrEqualTo(now);
  }

  @Test
  void allocationOnTheHeapIsCounted() {
    byte[][] kept = new byte[1][];

    assertThat(Footprint.allocated(() -> kept[0] = new byte[1 << 20]))
        .isBetween(1L << 20, 2L << 20);
  }
}
