package org.logoformer.weights;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.logoformer.checkpoint.Safetensors;
import org.logoformer.config.LogoConfig;
import org.logoformer.models.Models;

/**
 * What a file of weights says of itself in its header, {@code __metadata__}: the settings of its
 * network, key by key, and which part of the network it holds.
 */
public final class Settings {
  private static final String MODEL = "model.";
  private static final String PART = "part";
  private static final String SOURCE = "source";

  /** What a network sees is its own affair as well. */
  private static final List<String> INPUT = List.of("data.normalise.", "data.sampling");

  /** Names of sets of other keys, and what a network starts from. */
  private static final List<String> NO_MATTER = List.of("model.preset", "model.initial.");

  private Settings() {}

  /** The settings of a network: block {@code model} without what it starts from. */
  public static Map<String, String> of(LogoConfig config) {
    return chosen(config, key -> key.startsWith(MODEL) && !begins(key, NO_MATTER));
  }

  /** As above, with what its clips were made into numbers by. */
  public static Map<String, String> withInput(LogoConfig config) {
    Map<String, String> settings = of(config);
    settings.putAll(chosen(config, key -> begins(key, INPUT)));
    return settings;
  }

  /** The entry for a file that holds a part of a network. */
  public static Map<String, String> ofPart(String part) {
    return Map.of(PART, part);
  }

  /** The entry that says which file it was made of. */
  public static Map<String, String> ofSource(String source) {
    return Map.of(SOURCE, source);
  }

  /** Which file a file was made of; empty if it does not say. */
  public static Optional<String> source(Safetensors file) {
    return Optional.ofNullable(file.metadata().get(SOURCE));
  }

  /** Which part of a network a file holds; empty: all. */
  public static Optional<String> part(Safetensors file) {
    return Optional.ofNullable(file.metadata().get(PART));
  }

  /**
   * The configuration of the network that a file says it is of; empty if it does not say.
   *
   * @throws org.logoformer.error.ConfigException if this program has no such network
   */
  public static Optional<LogoConfig> config(Safetensors file) {
    if (!file.metadata().containsKey(MODEL + "name")) {
      return Optional.empty();
    }
    return Optional.of(
        LogoConfig.of(
            file.metadata().entrySet().stream()
                .filter(e -> e.getKey().startsWith(MODEL) || begins(e.getKey(), INPUT))
                .map(e -> e.getKey() + "=" + e.getValue())
                .toArray(String[]::new)));
  }

  /**
   * Where {@code config} is another network than the file's, or its clips other numbers.
   *
   * @return "is 8 in the file, 4 here" by key; empty where nothing differs or the file says nothing
   */
  public static Map<String, String> differences(Safetensors file, LogoConfig config) {
    String block = MODEL + config.model().name() + ".";
    List<String> training =
        Models.keysOfTraining(config.model().name()).stream().map(block::concat).toList();
    Map<String, String> now = chosen(config, key -> true);
    Map<String, String> differences = new TreeMap<>();
    for (Map.Entry<String, String> entry : file.metadata().entrySet()) {
      String key = entry.getKey();
      boolean compared =
          (key.startsWith(MODEL) || begins(key, INPUT))
              && !begins(key, NO_MATTER)
              && !begins(key, training)
              && now.containsKey(key);
      if (compared && !entry.getValue().equals(now.get(key))) {
        differences.put(
            key, "is %s in the file, %s here".formatted(entry.getValue(), now.get(key)));
      }
    }
    return differences;
  }

  private static boolean begins(String key, List<String> with) {
    return with.stream().anyMatch(key::startsWith);
  }

  private static Map<String, String> chosen(LogoConfig config, Predicate<String> choice) {
    Map<String, String> chosen = new TreeMap<>();
    for (Map.Entry<String, Object> entry : config.settings().entrySet()) {
      if (choice.test(entry.getKey())) {
        chosen.put(entry.getKey(), entry.getValue().toString());
      }
    }
    return chosen;
  }
}
