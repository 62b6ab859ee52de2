package org.logoformer.jobs.sweep.space;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.logoformer.config.KeyGuide;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.SweepConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.random.Keyed;

/**
 * The axes of {@code sweep.space}, in order.
 *
 * <p>Draw k is keyed by the seed, k and the key of each axis, and equals no draw before it: where
 * the same values come again, they are drawn anew under the next key. That a trial is a function of
 * its number alone sets it apart from the samplers of Optuna and Ray Tune, which draw in the order
 * in which trials begin.
 *
 * <p>A space may change between two commands. What has begun keeps the values that it has; all
 * other numbers are drawn from the space as it is, and equal none of those.
 */
public final class Space {
  /** A space that gives nothing new so often has nothing more, or as good as nothing. */
  private static final int MOST_REDRAWS = 200;

  /** What one session of Spark, or the sweep itself, has for all trials. */
  private static final List<String> COMMON =
      List.of("run.name", "run.dir", "run.seeds", "sweep", "spark", "prep", "synth", "evaluate");

  private final List<Axis> axes;

  /** What the sweep itself sets, by key: what a trial has that does not draw it. */
  private final Map<String, String> defaults;

  private Space(List<Axis> axes, Map<String, String> defaults) {
    this.axes = List.copyOf(axes);
    this.defaults = Map.copyOf(defaults);
  }

  /**
   * The space of a sweep.
   *
   * @throws ConfigException if an axis cannot be read, has an unknown key, or a condition that
   *     never holds: what is wrong for every trial. A value that no run can have is found by who
   *     draws it
   */
  public static Space of(LogoConfig sweep) {
    List<Axis> axes = new ArrayList<>();
    for (String text : sweep.sweep().space()) {
      Axis axis = Axis.of(text);
      requireKey(axis, axes);
      axis.condition().ifPresent(c -> requirePossible(axis, c, axes));
      axes.add(axis);
    }
    Map<String, Object> settings = sweep.settings();
    Map<String, String> defaults = new HashMap<>();
    for (Axis axis : axes) {
      defaults.put(axis.key(), Meaning.of(String.valueOf(settings.get(axis.key()))));
    }
    return new Space(axes, defaults);
  }

  /** The scale of each axis of {@code sweep.space}, by key. */
  public static Map<String, Scale> scales(SweepConfig sweep) {
    return sweep.space().stream()
        .map(Axis::of)
        .collect(Collectors.toMap(Axis::key, axis -> axis.values().scale()));
  }

  /** The keys of the axes. */
  public List<String> keys() {
    return axes.stream().map(Axis::key).toList();
  }

  /**
   * The first {@code count} draws: {@code key=value} settings, for each axis whose condition holds;
   * empty where the space has no further values.
   *
   * @param begun settings of the draws that keep what they have, by number from 1
   */
  public List<Optional<List<String>>> draws(
      long seed, int count, Map<Integer, List<String>> begun) {
    Set<Map<String, String>> taken = new HashSet<>();
    begun.values().forEach(settings -> taken.add(meaning(settings)));
    List<Optional<List<String>>> draws = new ArrayList<>();
    for (int trial = 1; trial <= count; trial++) {
      Optional<List<String>> drawn = Optional.ofNullable(begun.get(trial));
      for (int attempt = 0; drawn.isEmpty() && attempt < MOST_REDRAWS; attempt++) {
        drawn = Optional.of(draw(seed, trial, attempt)).filter(d -> taken.add(meaning(d)));
      }
      draws.add(drawn);
    }
    return draws;
  }

  /** A trial without an axis, since it was added later or does not hold, has the sweep's value. */
  private Map<String, String> meaning(List<String> settings) {
    Map<String, String> meaning = new HashMap<>(defaults);
    meaning.putAll(Meaning.of(settings));
    return meaning;
  }

  private List<String> draw(long seed, int trial, int attempt) {
    Keyed stream = Keyed.of(seed, "sweep", trial, attempt);
    Map<String, String> values = new LinkedHashMap<>();
    for (Axis axis : axes) {
      if (axis.condition().isEmpty() || axis.condition().get().holds(values)) {
        values.put(axis.key(), axis.values().at(stream.split(axis.key()).nextDouble()));
      }
    }
    return values.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }

  private static void requireKey(Axis axis, List<Axis> before) {
    String key = axis.key();
    if (COMMON.stream().anyMatch(c -> key.equals(c) || key.startsWith(c + "."))) {
      throw Distribution.refused(axis.text(), "is for all trials alike and cannot be searched");
    }
    // Refuses an unknown one, and names the nearest.
    if (KeyGuide.of(key).size() != 1) {
      throw Distribution.refused(axis.text(), "is of a group of keys: name one of them");
    }
    if (before.stream().anyMatch(a -> a.key().equals(key))) {
      throw Distribution.refused(axis.text(), "has a key that an axis before it has");
    }
  }

  private static void requirePossible(Axis axis, Condition condition, List<Axis> before) {
    Axis on =
        before.stream()
            .filter(a -> a.key().equals(condition.key()))
            .findFirst()
            .orElseThrow(
                () ->
                    Distribution.refused(
                        axis.text(),
                        "has a condition on %s, which no axis before it searches"
                            .formatted(condition.key())));
    if (!on.values().holds(condition.value())) {
      throw Distribution.refused(
          axis.text(),
          "has a condition that never holds: \"%s\" does not give %s"
              .formatted(on.text(), condition.value()));
    }
  }
}
