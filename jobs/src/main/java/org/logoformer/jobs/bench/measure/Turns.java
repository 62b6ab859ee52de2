package org.logoformer.jobs.bench.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * Things that go through clips, taken in turns: what slows the machine down for a while does not
 * hit one alone.
 *
 * @param passes of each turn, by name
 */
public record Turns(Map<String, List<Pass>> passes) {
  /**
   * One time through clips.
   *
   * @param clips that were gone through
   * @param frames of all of them that were looked at
   * @param seconds that took
   */
  public record Pass(int clips, int frames, double seconds) {
    /** One that is timed here. */
    public static Pass timed(int clips, int frames, Runnable work) {
      long start = System.nanoTime();
      work.run();
      return new Pass(clips, frames, (System.nanoTime() - start) / 1e9);
    }
  }

  /** Takes {@code count} turns, before which everything is run once. */
  public static Turns of(int count, Map<String, Supplier<Pass>> things) {
    Map<String, List<Pass>> passes = new LinkedHashMap<>();
    for (int i = 0; i <= count; i++) {
      things.forEach(
          (name, thing) -> passes.computeIfAbsent(name, n -> new ArrayList<>()).add(thing.get()));
    }
    passes.values().forEach(turns -> turns.remove(0));
    return new Turns(passes);
  }

  /** Whether it took its turns. */
  public boolean has(String name) {
    return passes.containsKey(name);
  }

  /** Clips a second, the median. */
  public double clips(String name) {
    return median(name, Pass::clips);
  }

  /** Frames a second, the median. */
  public double frames(String name) {
    return median(name, Pass::frames);
  }

  /** How many times as many frames a second as {@code other} it goes through, the median. */
  public double ratio(String name, String other) {
    List<Double> own = rates(name, Pass::frames);
    List<Double> others = rates(other, Pass::frames);
    return Blocks.median(
        IntStream.range(0, own.size()).mapToObj(i -> own.get(i) / others.get(i)).toList());
  }

  private double median(String name, ToIntFunction<Pass> units) {
    return Blocks.median(rates(name, units));
  }

  private List<Double> rates(String name, ToIntFunction<Pass> units) {
    return passes.get(name).stream().map(p -> units.applyAsInt(p) / p.seconds()).toList();
  }
}
