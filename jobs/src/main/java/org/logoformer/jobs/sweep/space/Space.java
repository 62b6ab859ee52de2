package org.logoformer.jobs.sweep.space;

import java.util.ArrayList;
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
 */
public final class Space {
  /** A space that gives nothing new so often has nothing more, or as good as nothing. */
  private static final int MOST_REDRAWS = 200;

  /** In how many draws an illegal end of a range is tried beside other values. */
  private static final int MATES = 8;

  /** What one session of Spark, or the sweep itself, has for all trials. */
  private static final List<String> COMMON =
      List.of("run.name", "run.dir", "run.seeds", "sweep", "spark", "prep", "synth", "evaluate");

  private final List<Axis> axes;

  private Space(List<Axis> axes) {
    this.axes = List.copyOf(axes);
  }

  /**
   * The space of a sweep.
   *
   * @throws ConfigException if an axis cannot be read, has an unknown key or a value that no trial
   *     can take, or a condition that never holds
   */
  public static Space of(LogoConfig sweep) {
    List<Axis> axes = new ArrayList<>();
    for (String text : sweep.sweep().space()) {
      Axis axis = Axis.of(text);
      requireKey(axis, axes);
      axis.condition().ifPresent(c -> requirePossible(axis, c, axes));
      axes.add(axis);
    }
    Space space = new Space(axes);
    space.requireLegal(sweep);
    return space;
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
   */
  public List<Optional<List<String>>> draws(long seed, int count) {
    Set<List<String>> before = new HashSet<>();
    List<Optional<List<String>>> draws = new ArrayList<>();
    for (int trial = 1; trial <= count; trial++) {
      Optional<List<String>> drawn = Optional.empty();
      for (int attempt = 0; drawn.isEmpty() && attempt < MOST_REDRAWS; attempt++) {
        drawn = Optional.of(draw(seed, trial, attempt)).filter(before::add);
      }
      draws.add(drawn);
    }
    return draws;
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

  /** A value may be illegal beside the sweep's own settings and legal beside those of a draw. */
  private void requireLegal(LogoConfig sweep) {
    List<Optional<List<String>>> mates = draws(sweep.run().seed(), MATES);
    for (Axis axis : axes) {
      for (String value : axis.values().extremes()) {
        String setting = axis.key() + "=" + value;
        Optional<ConfigException> refusal = refusal(sweep, List.of(setting));
        if (refusal.isPresent()
            && mates.stream()
                .flatMap(Optional::stream)
                .allMatch(mate -> refusal(sweep, plus(mate, setting)).isPresent())) {
          throw new ConfigException(
              "sweep.space: \"%s\" has an illegal value: %s"
                  .formatted(axis.text(), refusal.get().getMessage()),
              refusal.get());
        }
      }
    }
  }

  private static List<String> plus(List<String> settings, String more) {
    List<String> all = new ArrayList<>(settings);
    all.add(more);
    return all;
  }

  private static Optional<ConfigException> refusal(LogoConfig sweep, List<String> settings) {
    try {
      var unused = sweep.with(settings.toArray(String[]::new));
      return Optional.empty();
    } catch (ConfigException e) {
      return Optional.of(e);
    }
  }
}
