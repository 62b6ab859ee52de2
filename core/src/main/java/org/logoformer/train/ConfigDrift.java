package org.logoformer.train;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.OptimiserConfig.ScheduleKind;
import org.logoformer.error.ConfigException;

/** Whether a run may be continued with a configuration that is not the one it began with. */
public final class ConfigDrift {
  /** Keys, or blocks of keys, that do not change what is computed from a state on. */
  private static final List<String> HARMLESS =
      List.of(
          "run.name",
          "run.dir",
          "train.epochs",
          "train.exact",
          "train.checkpoint",
          "train.evaluate-every",
          "data.open-shards",
          "data.prefetch",
          "data.test-split",
          "data.shuffle-frames",
          "evaluate",
          "prep",
          "synth",
          "spark");

  /**
   * Keys that a cluster may force on a run: the clips and their order stay, the last bits do not.
   */
  private static final List<String> NOTED =
      List.of("train.workers", "train.stragglers", "train.straggler-factor");

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
    Map<String, String> changed = changed(leaves(whole.render()), leaves(now.render()));
    // The end of the cosine is the end of the run.
    boolean epochsMatter = now.optimiser().schedule().kind() == ScheduleKind.COSINE;
    changed
        .keySet()
        .removeIf(key -> isHarmless(key) && !(epochsMatter && key.equals("train.epochs")));
    List<String> noted = NOTED.stream().filter(changed::containsKey).toList();
    List<String> departures = noted.stream().map(key -> key + " " + changed.get(key)).toList();
    changed.keySet().removeAll(noted);
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

  private static Map<String, String> changed(
      Map<String, ConfigValue> before, Map<String, ConfigValue> now) {
    return Stream.concat(before.keySet().stream(), now.keySet().stream())
        .distinct()
        .filter(key -> !Objects.equals(unwrapped(before, key), unwrapped(now, key)))
        .collect(
            Collectors.toMap(
                key -> key,
                key -> "was " + unwrapped(before, key) + ", is " + unwrapped(now, key),
                (a, b) -> a,
                TreeMap::new));
  }

  private static Object unwrapped(Map<String, ConfigValue> leaves, String key) {
    ConfigValue value = leaves.get(key);
    return value == null ? null : value.unwrapped();
  }

  private static Map<String, ConfigValue> leaves(String text) {
    Config config = ConfigFactory.parseString(text);
    return config.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static boolean isHarmless(String key) {
    return HARMLESS.stream().anyMatch(h -> key.equals(h) || key.startsWith(h + "."));
  }
}
