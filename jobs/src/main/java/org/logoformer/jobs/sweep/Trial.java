package org.logoformer.jobs.sweep;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.logoformer.config.KeyGuide;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;

/**
 * One point of a grid or space.
 *
 * @param name folder of its run below the sweep's
 * @param settings {@code key=value} for each axis
 * @param config of its run; where there is none, that of the sweep
 * @param refusal why no run can have these settings; empty if one can
 */
record Trial(String name, List<String> settings, LogoConfig config, String refusal) {
  Trial {
    settings = List.copyOf(settings);
  }

  /**
   * The trial of these settings, checked.
   *
   * @throws ConfigException if no run can have them
   */
  static Trial of(LogoConfig sweep, String name, List<String> settings) {
    List<String> overrides = new ArrayList<>(settings);
    overrides.add("run.dir=" + new Path(sweep.run().dir(), sweep.run().name()));
    overrides.add("run.name=" + name);
    // A trial is a run like any other, whatever sweep it is of.
    KeyGuide.of("sweep").forEach(key -> overrides.add(key.key() + "=" + key.value()));
    return new Trial(name, settings, sweep.with(overrides.toArray(String[]::new)), "");
  }

  /** One that no run can have the settings of. */
  static Trial refused(LogoConfig sweep, String name, List<String> settings, String why) {
    return new Trial(name, settings, sweep, why);
  }

  boolean isLegal() {
    return refusal.isEmpty();
  }

  /** The keys that it sets. */
  List<String> keys() {
    return settings.stream().map(s -> s.substring(0, s.indexOf('='))).toList();
  }

  /** The trial in the folder of another name. */
  Trial in(String folder) {
    return new Trial(folder, settings, config.with("run.name=" + folder), refusal);
  }

  /** The values of a configuration as they were understood: 0.10 is 0.1. */
  static Map<String, Object> values(LogoConfig config, List<String> axes) {
    Config all = ConfigFactory.parseString(config.render());
    Map<String, Object> values = new TreeMap<>();
    axes.forEach(axis -> values.put(axis, all.getAnyRef(axis)));
    return values;
  }
}
