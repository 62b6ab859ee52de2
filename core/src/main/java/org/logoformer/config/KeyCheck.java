package org.logoformer.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.logoformer.error.ConfigException;

/** Refuses keys that {@code reference.conf} does not have, and says which was probably meant. */
final class KeyCheck {
  private KeyCheck() {}

  static void requireKnown(ConfigObject given, ConfigObject known) {
    requireKnown(given, known, List.of());
  }

  private static void requireKnown(ConfigObject given, ConfigObject known, List<String> above) {
    if (known.isEmpty()) {
      return; // a free group: spark.conf
    }
    for (Map.Entry<String, ConfigValue> entry : given.entrySet()) {
      List<String> path = new ArrayList<>(above);
      path.add(entry.getKey());
      ConfigValue value = entry.getValue();
      ConfigValue fallback = known.get(entry.getKey());
      if (fallback == null) {
        throw unknown(path, value);
      }
      if (value.valueType() == ConfigValueType.NULL) {
        throw Binder.isNull(value, ConfigUtil.joinPath(path));
      }
      if (fallback instanceof ConfigObject group) {
        if (!(value instanceof ConfigObject)) {
          throw new ConfigException(
              "%s = %s (%s): %s is a group of keys, not a value"
                  .formatted(
                      ConfigUtil.joinPath(path),
                      value.unwrapped(),
                      value.origin().description(),
                      ConfigUtil.joinPath(path)));
        }
        requireKnown((ConfigObject) value, group, path);
      }
    }
  }

  private static ConfigException unknown(List<String> path, ConfigValue value) {
    List<String> full = new ArrayList<>(path);
    ConfigValue leaf = value;
    while (leaf instanceof ConfigObject group && !group.isEmpty()) {
      String first = group.keySet().stream().sorted().findFirst().orElseThrow();
      full.add(first);
      leaf = group.get(first);
    }
    String key = ConfigUtil.joinPath(full);
    return new ConfigException(
        "Unknown key %s (%s): did you mean %s?"
            .formatted(key, leaf.origin().description(), nearest(key)));
  }

  static String nearest(String key) {
    return KeyGuide.all().stream()
        .map(KeyGuide::key)
        .sorted()
        .min(Comparator.comparingInt((String known) -> distance(key, known)))
        .orElseThrow();
  }

  /** Edits between the keys; forgetting the groups in front of a key counts as one. */
  private static int distance(String key, String leaf) {
    int best = edits(key, leaf);
    for (int dot = leaf.indexOf('.'); dot >= 0; dot = leaf.indexOf('.', dot + 1)) {
      best = Math.min(best, 1 + edits(key, leaf.substring(dot + 1)));
    }
    return best;
  }

  /** Levenshtein's distance. */
  static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
