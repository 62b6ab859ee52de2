package org.logoformer.jobs.bench.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Times things in turn: block by block, each block a few repetitions of one of them, so that what
 * slows the machine down for a while does not hit one alone.
 *
 * @param count blocks of each thing
 * @param seconds a block lasts at least, unless one repetition takes longer
 * @param nanoClock for tests
 */
public record Blocks(int count, double seconds, LongSupplier nanoClock) {

  /** Blocks by the system's clock. */
  public static Blocks of(int count, double seconds) {
    return new Blocks(count, seconds, System::nanoTime);
  }

  /**
   * Median over the blocks of the seconds of one repetition, by name, in the order given. Every
   * thing is run once before anything is timed.
   */
  public Map<String, Double> time(Map<String, Runnable> things) {
    things.values().forEach(Runnable::run);
    Map<String, List<Double>> times = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      things.forEach(
          (name, thing) -> times.computeIfAbsent(name, n -> new ArrayList<>()).add(block(thing)));
    }
    Map<String, Double> medians = new LinkedHashMap<>();
    times.forEach((name, all) -> medians.put(name, median(all)));
    return medians;
  }

  /** Seconds of a single run. */
  public double once(Runnable thing) {
    long start = nanoClock.getAsLong();
    thing.run();
    return (nanoClock.getAsLong() - start) / 1e9;
  }

  private double block(Runnable thing) {
    long start = nanoClock.getAsLong();
    int repetitions = 0;
    double elapsed;
    do {
      thing.run();
      repetitions++;
      elapsed = (nanoClock.getAsLong() - start) / 1e9;
    } while (elapsed < seconds);
    return elapsed / repetitions;
  }

  /** The middle value, or the mean of the two. */
  public static double median(List<Double> values) {
    return StatUtils.percentile(values.stream().mapToDouble(v -> v).toArray(), 50);
  }
}
