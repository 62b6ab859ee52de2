package org.logoformer.jobs.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * How far clocks are apart: a time that another machine told must lie between the driver's times of
 * asking and of hearing the answer.
 */
final class ClockCheck {
  private static final Check CHECK = new Check("clocks");
  private static final Duration NOTICEABLE = Duration.ofSeconds(2);

  /** Kerberos and the leases of HDFS give up at minutes; a clock that is off by one goes on. */
  private static final Duration TOO_FAR = Duration.ofMinutes(1);

  private ClockCheck() {}

  /**
   * Judges clocks.
   *
   * @param asked the driver's time before the others told theirs
   * @param heard the driver's time after
   * @param clocks what the others' clocks said in between, by their names
   */
  static Finding of(Instant asked, Instant heard, Map<String, Instant> clocks) {
    String worst = "";
    Duration most = Duration.ZERO;
    for (Map.Entry<String, Instant> other : clocks.entrySet()) {
      Duration apart = apart(asked, heard, other.getValue());
      if (apart.compareTo(most) > 0) {
        most = apart;
        worst = other.getKey();
      }
    }
    if (most.compareTo(NOTICEABLE) < 0) {
      return CHECK.ok(
          String.format(
              Locale.ROOT,
              "%d clocks agree with the driver's to %.1f s",
              clocks.size(),
              Math.max(seconds(most), seconds(Duration.between(asked, heard)))));
    }
    String found =
        String.format(
            Locale.ROOT, "the clock of %s is %.1f s off the driver's", worst, seconds(most));
    String advice = "run a time service (chrony, ntpd) on every machine";
    return most.compareTo(TOO_FAR) < 0 ? CHECK.warn(found, advice) : CHECK.fail(found, advice);
  }

  /** The least that the two clocks can differ. */
  private static Duration apart(Instant asked, Instant heard, Instant told) {
    if (told.isBefore(asked)) {
      return Duration.between(told, asked);
    }
    return told.isAfter(heard) ? Duration.between(heard, told) : Duration.ZERO;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}
