package org.logoformer.jobs.sweep;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.run.Hash;
import org.logoformer.train.resume.ConfigDrift;

/**
 * One point of the grid.
 *
 * @param name folder of its run below the sweep's; follows from the values, not from their places
 * @param settings {@code key=value} for each axis
 * @param config of its run
 */
record Trial(String name, List<String> settings, LogoConfig config) {
  /**
   * The trials of a sweep, in the order of the grid. Every configuration is checked here, before
   * the first trial runs.
   *
   * @throws ConfigException if two trials would train the same
   */
  static List<Trial> of(LogoConfig sweep) {
    Path folder = new Path(sweep.run().dir(), sweep.run().name());
    List<String> axes = sweep.sweep().keys();
    List<Trial> trials = new ArrayList<>();
    for (List<String> settings : sweep.sweep().trials()) {
      List<String> overrides = new ArrayList<>(settings);
      overrides.addAll(List.of("run.dir=" + folder, "run.name=trial", "sweep.grid=[]"));
      LogoConfig config = sweep.with(overrides.toArray(String[]::new));
      String name = "trial-" + Hash.of(values(config, axes).toString());
      trials.add(new Trial(name, settings, config.with("run.name=" + name)));
    }
    requireDifferent(trials);
    return trials;
  }

  /** The trial in the folder of another name. */
  Trial in(String folder) {
    return new Trial(folder, settings, config.with("run.name=" + folder));
  }

  /** Whether another configuration has this trial's values on all axes. */
  boolean hasValuesOf(LogoConfig other, List<String> axes) {
    return values(config, axes).equals(values(other, axes));
  }

  /** As they were understood: 0.10 is 0.1. */
  private static Map<String, Object> values(LogoConfig config, List<String> axes) {
    Config all = ConfigFactory.parseString(config.render());
    Map<String, Object> values = new TreeMap<>();
    axes.forEach(axis -> values.put(axis, all.getAnyRef(axis)));
    return values;
  }

  private static void requireDifferent(List<Trial> trials) {
    for (int i = 0; i < trials.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (ConfigDrift.changes(trials.get(j).config(), trials.get(i).config()).isEmpty()) {
          throw new ConfigException(
              "sweep.grid has trials that train the same: %s and %s. Give each value once, and no axis to a key that training does not depend on"
                  .formatted(trials.get(j).settings(), trials.get(i).settings()));
        }
      }
    }
  }
}
