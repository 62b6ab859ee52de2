package org.logoformer.jobs.bench.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/**
 * Things that tell their own seconds, taken in turns: what slows the machine down for a while does
 * not hit one alone.
 *
 * @param seconds of each turn, by name
 */
public record Turns(Map<String, List<Double>> seconds) {

  /** Takes {@code count} turns, before which everything is run once. */
  public static Turns of(int count, Map<String, DoubleSupplier> things) {
    Map<String, List<Double>> seconds = new LinkedHashMap<>();
    for (int i = 0; i <= count; i++) {
      things.forEach(
          (name, thing) ->
              seconds.computeIfAbsent(name, n -> new ArrayList<>()).add(thing.getAsDouble()));
    }
    seconds.values().forEach(turns -> turns.remove(0));
    return new Turns(seconds);
  }

  /** The seconds that something takes, timed. */
  public static DoubleSupplier timed(Runnable thing) {
    return () -> {
      long start = System.nanoTime();
      thing.run();
      return (System.nanoTime() - start) / 1e9;
    };
  }

  /** Whether it took its turns. */
  public boolean has(String name) {
    return seconds.containsKey(name);
  }

  /** How many of {@code units} it does in a second, the median. */
  public double rate(String name, int units) {
    return units / Blocks.median(seconds.get(name));
  }

  /** How many times as fast as {@code other} it is, the median of the turns. */
  public double ratio(String name, String other) {
    List<Double> own = seconds.get(name);
    List<Double> others = seconds.get(other);
    return Blocks.median(
        IntStream.range(0, own.size()).mapToObj(i -> others.get(i) / own.get(i)).toList());
  }
}
