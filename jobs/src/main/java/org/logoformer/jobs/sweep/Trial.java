package org.logoformer.jobs.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.Path;
import org.logoformer.config.LogoConfig;

/**
 * One point of the grid.
 *
 * @param name folder of its run below the sweep's
 * @param settings {@code key=value} for each axis
 * @param config of its run
 */
record Trial(String name, List<String> settings, LogoConfig config) {
  /**
   * The trials of a sweep, in the order of the grid. Every configuration is checked here, before
   * the first trial runs.
   */
  static List<Trial> of(LogoConfig sweep) {
    Path folder = new Path(sweep.run().dir(), sweep.run().name());
    List<Trial> trials = new ArrayList<>();
    for (List<String> settings : sweep.sweep().trials()) {
      String name = String.format(Locale.ROOT, "trial-%03d", trials.size() + 1);
      List<String> overrides = new ArrayList<>(settings);
      overrides.addAll(List.of("run.dir=" + folder, "run.name=" + name, "sweep.grid=[]"));
      trials.add(new Trial(name, settings, sweep.with(overrides.toArray(String[]::new))));
    }
    return trials;
  }
}
