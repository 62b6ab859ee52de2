package org.logoformer.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.logoformer.error.ConfigException;

/**
 * What {@code reference.conf} says about its keys.
 *
 * @param key with dots
 * @param value the default, as it is written in a file
 * @param meaning the comment beside or above it; of the group around it if it has none
 */
public record KeyGuide(String key, String value, String meaning) {
  /** Examples for keys whose default is nothing. */
  private static final Map<String, String> EXAMPLES =
      Map.ofEntries(
          Map.entry("data.shards", "hdfs:///ferv39k"),
          Map.entry("data.cache.folder", "/data/shards"),
          Map.entry("data.folds", "[1,2,3,4,5]"),
          Map.entry("prep.source", "/data/FERV39K"),
          Map.entry("prep.output", "hdfs:///ferv39k"),
          Map.entry("prep.list", "/data/clips.txt"),
          Map.entry("prep.boxes", "/data/boxes.csv"),
          Map.entry("prep.columns", "[path,frames,label]"),
          Map.entry("prep.classes", "[calm,tense]"),
          Map.entry("prep.remap", "[\"/their/root = /my/root\"]"),
          Map.entry("prep.clips-folder", "jpg_256"),
          Map.entry("prep.scene", "Crime"),
          Map.entry("synth.output", "/data/synth"),
          Map.entry("synth.list", "/data/FERV39K/4_setups/All_scenes"),
          Map.entry("evaluate.weights", "params.safetensors"),
          Map.entry("optimiser.lr-factors", "{backbone = 0.1}"),
          Map.entry("train.init", "params.safetensors"),
          Map.entry("train.init-part", "backbone"),
          Map.entry("train.freeze", "[backbone]"),
          Map.entry("sweep.grid", "[\"optimiser.lr = 0.01, 0.03\"]"),
          Map.entry("sweep.space", "[\"optimiser.lr = log-uniform(0.001, 0.1)\"]"),
          Map.entry("spark.master", "spark://host:7077"));

  /** All keys, in the order of the file's blocks and then of the alphabet. */
  public static List<KeyGuide> all() {
    List<KeyGuide> keys = new ArrayList<>();
    collect(Layers.known(), "", "", keys);
    return keys;
  }

  /**
   * The key of this name, or the keys of the group of this name; the name may be a former one.
   *
   * @throws ConfigException naming the nearest key, if there is neither
   */
  public static List<KeyGuide> of(String given) {
    String name = OldKeys.today(given);
    List<KeyGuide> keys =
        all().stream()
            .filter(guide -> guide.key.equals(name) || guide.key.startsWith(name + "."))
            .toList();
    if (keys.isEmpty()) {
      throw new ConfigException(
          "Unknown key %s: did you mean %s?".formatted(name, KeyCheck.nearest(name)));
    }
    return keys;
  }

  /** As an argument, with a value that could be given. */
  public String example() {
    String example = EXAMPLES.getOrDefault(key, value);
    return key + "=" + (example.equals("{}") ? "{}" : example.replaceAll("^\"(.*)\"$", "$1"));
  }

  private static void collect(
      ConfigObject group, String prefix, String above, List<KeyGuide> keys) {
    for (Map.Entry<String, ConfigValue> entry : new TreeMap<>(group).entrySet()) {
      String key = prefix + entry.getKey();
      ConfigValue value = entry.getValue();
      String own = comment(value);
      if (value instanceof ConfigObject inner && !inner.isEmpty()) {
        collect(inner, key + ".", own, keys);
      } else {
        String text = value.render(ConfigRenderOptions.concise());
        keys.add(new KeyGuide(key, text, own.isEmpty() ? above : own));
      }
    }
  }

  private static String comment(ConfigValue value) {
    return value.origin().comments().stream().map(String::strip).collect(Collectors.joining(" "));
  }
}
