package org.logoformer.jobs.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.jobs.doctor.Finding.Verdict;

class ClockCheckTest {
  private static final Instant ASKED = Instant.parse("2026-01-01T12:00:00Z");
  private static final Instant HEARD = ASKED.plusMillis(500);

  @ParameterizedTest(name = "{0} ms after the question: {1}")
  @CsvSource({
    "0, OK",
    "500, OK",
    "2400, OK",
    "-1900, OK",
    "2600, WARN",
    "-2100, WARN",
    "61000, FAIL",
    "-61000, FAIL"
  })
  void whatWasToldMustLieBetweenQuestionAndAnswer(long millis, Verdict verdict) {
    assertThat(ClockCheck.of(ASKED, HEARD, Map.of("h", ASKED.plusMillis(millis))).verdict())
        .isEqualTo(verdict);
  }

  @Test
  void theWorstClockIsNamed() {
    Finding finding =
        ClockCheck.of(
            ASKED,
            HEARD,
            Map.of(
                "a", ASKED.plusSeconds(5), "b", ASKED.minusSeconds(90), "the file system", ASKED));
    assertThat(finding.found()).isEqualTo("the clock of b is 90.0 s off the driver's");
    assertThat(finding.advice()).contains("chrony");
  }
}
