package org.logoformer.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.List;

/** Keys of former versions, as stored configurations and the files of users have them. */
final class OldKeys {
  private static final String MODEL = "model";

  /** Moved from {@code model} to {@code model.logo-former} when other networks came. */
  private static final List<String> OF_LOGO_FORMER =
      List.of(
          "backbone",
          "dim",
          "depth",
          "heads",
          "mlp-ratio",
          "window",
          "pool",
          "cls",
          "dropout",
          "stochastic-depth");

  private OldKeys() {}

  /**
   * The same settings under today's keys, which win where both are given. A block that is made of
   * substitutions stays as it is: what it holds is not known yet.
   */
  static Config translated(Config given) {
    try {
      return moved(given);
    } catch (com.typesafe.config.ConfigException.NotResolved e) {
      return given;
    }
  }

  /** Today's name of a key or group. */
  static String today(String name) {
    for (String key : OF_LOGO_FORMER) {
      String old = MODEL + "." + key;
      if (name.equals(old) || name.startsWith(old + ".")) {
        return MODEL + ".logo-former" + name.substring(MODEL.length());
      }
    }
    return name;
  }

  private static Config moved(Config given) {
    if (!(given.root().get(MODEL) instanceof ConfigObject model)) {
      return given;
    }
    ConfigObject rest = model;
    for (String key : OF_LOGO_FORMER) {
      ConfigValue value = model.get(key);
      if (value != null) {
        ConfigObject moved = value.atKey(key).atPath("logo-former").root();
        rest = rest.withoutKey(key).withFallback(moved);
      }
    }
    return given.root().withValue(MODEL, rest).toConfig();
  }
}
