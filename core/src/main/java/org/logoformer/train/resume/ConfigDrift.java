package org.logoformer.train.resume;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.logoformer.config.DataConfig.Shuffle;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.OptimiserConfig.ScheduleKind;
import org.logoformer.error.ConfigException;

/** Whether a run may be continued with a configuration that is not the one it began with. */
public final class ConfigDrift {
  /**
   * Keys, or blocks of keys, that no result depends on. (Each key that a preset sets is compared
   * itself.)
   */
  private static final List<String> INERT =
      List.of(
          "run.name",
          "run.dir",
          "run.seeds",
          "model.preset",
          "train.exact",
          "train.step-timeout",
          "train.rounds",
          "train.checkpoint",
          "train.evaluate-every",
          "data.open-shards",
          "data.prefetch",
          "data.cache",
          "evaluate",
          "tracking",
          "sweep",
          "prep",
          "synth",
          "spark");

  /**
   * Keys that do not change what is computed from a state on. That the shards are the same is told
   * by their content, wherever they lie.
   */
  private static final List<String> SPENT =
      List.of("train.epochs", "train.init", "train.init-part", "data.shards");

  /**
   * Keys that a cluster may force on a run: the clips and their order stay, the last bits do not.
   */
  private static final List<String> NOTED =
      List.of(
          "train.workers",
          "train.threads",
          "train.kernels",
          "train.stragglers",
          "train.straggler-factor");

  /** Noted too where both store the same type; a run of 64 bits is none of 32. */
  private static final String PRECISION = "train.precision";

  /** With another one of these, a machine computes other bits than it did. */
  private static final List<String> ARITHMETIC = List.of(PRECISION, "train.kernels");

  private static final String SHARD_WINDOW = "data.shard-window";
  private static final String EPOCHS = "train.epochs";
  private static final String FOLDS = "data.folds";

  private ConfigDrift() {}

  /**
   * Refuses a continuation that would compute something else.
   *
   * @param before the rendered configuration of the run so far
   * @param now the configuration of this command
   * @return changes that are allowed but lead to other bits, such as "train.workers was 2, is 4"
   * @throws ConfigException naming every other key that differs, with both values
   */
  public static List<String> require(String before, LogoConfig now, String run) {
    // With the default of each key that did not exist when the run began.
    LogoConfig whole = LogoConfig.parse(before, "configuration of run " + run);
    Map<String, String> changed = changes(whole, now);
    List<String> noted = new ArrayList<>(NOTED);
    if (now.train().precision().storesAs(whole.train().precision())) {
      noted.add(PRECISION);
    }
    List<String> departures = departures(changed, now, noted);
    changed.keySet().removeIf(key -> SPENT.contains(key) || noted.contains(key));
    if (now.data().folds().containsAll(whole.data().folds()) && !whole.data().folds().isEmpty()) {
      // Folds that are added take nothing from those that are there.
      changed.remove(FOLDS);
    }
    if (now.data().shuffle() == Shuffle.GLOBAL) {
      changed.remove(SHARD_WINDOW);
    }
    if (!changed.isEmpty()) {
      throw new ConfigException(
          "Run %s has checkpoints made with other settings: %s. Put them back, or start a new run with another run.name."
              .formatted(
                  run,
                  changed.entrySet().stream()
                      .map(e -> e.getKey() + " " + e.getValue())
                      .collect(Collectors.joining("; "))));
    }
    return departures;
  }

  /**
   * Whether a machine computes other bits because of some changes, so that probes of before say
   * nothing of it.
   *
   * @param departures of {@link #require}
   */
  public static boolean changesArithmetic(List<String> departures) {
    return departures.stream()
        .anyMatch(told -> ARITHMETIC.stream().anyMatch(key -> told.startsWith(key + " ")));
  }

  private static List<String> departures(
      Map<String, String> changed, LogoConfig now, List<String> noted) {
    List<String> departures = new ArrayList<>();
    noted.stream()
        .filter(changed::containsKey)
        .forEach(key -> departures.add(key + " " + changed.get(key)));
    boolean cosine = now.optimiser().schedule().kind() == ScheduleKind.COSINE;
    if (cosine && changed.containsKey(EPOCHS)) {
      departures.add(
          EPOCHS
              + " "
              + changed.get(EPOCHS)
              + ", where optimiser.schedule.kind = cosine ends: the rates so far were another curve's");
    }
    return departures;
  }

  /**
   * The settings that differ and have a say in what is trained or tested, by key.
   *
   * @return "was 2, is 4" by key; may be changed
   */
  public static Map<String, String> changes(LogoConfig before, LogoConfig now) {
    Map<String, Object> was = before.settings();
    Map<String, Object> is = now.settings();
    Map<String, String> changed = new TreeMap<>();
    Set<String> keys = new TreeSet<>(was.keySet());
    keys.addAll(is.keySet());
    for (String key : keys) {
      if (!isInert(key) && !Objects.equals(was.get(key), is.get(key))) {
        changed.put(key, "was " + was.get(key) + ", is " + is.get(key));
      }
    }
    return changed;
  }

  private static boolean isInert(String key) {
    return INERT.stream().anyMatch(h -> key.equals(h) || key.startsWith(h + "."));
  }
}
