package org.logoformer.jobs.bench.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.logoformer.error.ClusterException;

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

    /**
     * The further clips of this one: what it takes to begin is in both.
     *
     * @param few a pass through few clips
     * @throws ClusterException if this one has no more clips or took no longer
     */
    public Pass beyond(Pass few) {
      if (clips <= few.clips || seconds <= few.seconds) {
        throw new ClusterException(
            "The clips take no longer than the %d that tell what it takes to begin: give more --clips"
                .formatted(few.clips));
      }
      return new Pass(clips - few.clips, frames - few.frames, seconds - few.seconds);
    }
  }

  /** Takes {@code count} turns, before which everything is run once. */
  public static Turns of(int count, Map<String, Supplier<Pass>> things) {
    Turns turns = cold(count + 1, things);
    turns.passes.values().forEach(passes -> passes.remove(0));
    return turns;
  }

  /** Takes {@code count} turns and nothing before: for what begins anew each time. */
  public static Turns cold(int count, Map<String, Supplier<Pass>> things) {
    Map<String, List<Pass>> passes = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      things.forEach(
          (name, thing) -> passes.computeIfAbsent(name, n -> new ArrayList<>()).add(thing.get()));
    }
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
