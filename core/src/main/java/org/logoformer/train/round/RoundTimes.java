package org.logoformer.train.round;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where the time of a round, or of several, went.
 *
 * @param nanos by phase; an absent phase took no time
 */
public record RoundTimes(Map<Phase, Long> nanos) {
  /** No time. */
  public static final RoundTimes ZERO = new RoundTimes(Map.of());

  public RoundTimes {
    EnumMap<Phase, Long> copy = new EnumMap<>(Phase.class);
    nanos.forEach((phase, time) -> copy.merge(phase, time, Long::sum));
    copy.values().removeIf(time -> time == 0);
    nanos = Collections.unmodifiableMap(copy);
  }

  /** Nanoseconds of a phase. */
  public long of(Phase phase) {
    return nanos.getOrDefault(phase, 0L);
  }

  /** Nanoseconds of all phases. */
  public long total() {
    return nanos.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Part of the whole that goes into some phases, 0 to 1; 0 if there is no time at all. */
  public double share(Phase... phases) {
    long total = total();
    return total == 0 ? 0 : (double) Stream.of(phases).mapToLong(this::of).sum() / total;
  }

  /** These times with more of one phase. */
  public RoundTimes plus(Phase phase, long more) {
    return plus(new RoundTimes(Map.of(phase, more)));
  }

  /** Both together, phase by phase. */
  public RoundTimes plus(RoundTimes other) {
    EnumMap<Phase, Long> sums = new EnumMap<>(Phase.class);
    sums.putAll(nanos);
    other.nanos.forEach((phase, time) -> sums.merge(phase, time, Long::sum));
    return new RoundTimes(sums);
  }
}
