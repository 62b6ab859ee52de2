package org.logoformer.jobs.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventFileTest {
  /** Written by RecordWriter and Event of TensorBoard 2.21. */
  private static final String TENSORBOARDS =
      "1800000000000000a37f4b220900001050f04ada411a0d627261696e2e4576656e743a32068dadba"
          + "3200000000000000241956ec0900006050f04ada4110ac022a240a110a0a747261696e2f6c6f7373"
          + "150000a03f0a0f0a08747261696e2f6c72150ad7233ceb40c1ff";

  @Test
  void hasTheBytesThatTensorBoardWrites() {
    EventFile file = new EventFile(Instant.ofEpochSecond(1764475200, 250_000_000));
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("train/loss", 1.25);
    values.put("train/lr", 0.01);
    file.scalars(Instant.ofEpochSecond(1764475201, 500_000_000), 300, values);
    assertThat(HexFormat.of().formatHex(file.bytes())).isEqualTo(TENSORBOARDS);
  }
}
