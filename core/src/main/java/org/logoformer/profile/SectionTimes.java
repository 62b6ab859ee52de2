package org.logoformer.profile;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Adds up how long sections take, each without those nested in it, so that the sum of all is the
 * time of the outermost ones. To be used by one thread.
 */
public final class SectionTimes implements Profiler {
  private final LongSupplier nanoClock;
  private final Map<Section, Map<Pass, Long>> nanos = new LinkedHashMap<>();
  private long nested;

  /** Times by the system's clock. */
  public SectionTimes() {
    this(System::nanoTime);
  }

  SectionTimes(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  @Override
  public void run(Section section, Pass pass, Runnable work) {
    long nestedBefore = nested;
    nested = 0;
    long start = nanoClock.getAsLong();
    try {
      work.run();
    } finally {
      long whole = nanoClock.getAsLong() - start;
      nanos
          .computeIfAbsent(section, s -> new EnumMap<>(Pass.class))
          .merge(pass, whole - nested, Long::sum);
      nested = nestedBefore + whole;
    }
  }

  /** Seconds in {@code section} during {@code pass} so far. */
  public double seconds(Section section, Pass pass) {
    return nanos.getOrDefault(section, Map.of()).getOrDefault(pass, 0L) / 1e9;
  }

  /** Seconds in {@code section} so far. */
  public double seconds(Section section) {
    return nanos.getOrDefault(section, Map.of()).values().stream().mapToLong(n -> n).sum() / 1e9;
  }

  /** All that ran so far, in the order in which they first ended. */
  public List<Section> sections() {
    return List.copyOf(nanos.keySet());
  }

  /** Starts again from zero. */
  public void reset() {
    nanos.clear();
  }
}
