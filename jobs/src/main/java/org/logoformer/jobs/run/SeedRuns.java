package org.logoformer.jobs.run;

import java.util.List;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.RunConfig;
import org.logoformer.error.ConfigException;

/**
 * The runs that a configuration asks for: the one it describes, or with {@code run.seeds} one for
 * each seed, in a folder of its own below that of the run. Each is a run like any other.
 */
public final class SeedRuns {
  private SeedRuns() {}

  /** The configurations of the runs, in the order of the seeds. */
  public static List<LogoConfig> of(LogoConfig config) {
    return config.run().seeds().isEmpty()
        ? List.of(config)
        : config.run().seeds().stream().map(seed -> of(config, seed)).toList();
  }

  private static LogoConfig of(LogoConfig config, long seed) {
    RunFolder all = RunFolder.of(config.run());
    return config.with(
        "run.dir=" + all.folder(),
        "run.name=" + all.seed(seed).folder().getName(),
        "run.seed=" + seed,
        "run.seeds=[]");
  }

  /**
   * That a command which works on one run is not given several.
   *
   * @throws ConfigException if it is
   */
  public static void requireOne(LogoConfig config) {
    RunConfig run = config.run();
    if (!run.seeds().isEmpty()) {
      RunConfig first = of(config).get(0).run();
      throw new ConfigException(
          "run.seeds = %s names several runs, and this command works on one: say which, such as run.dir=%s run.name=%s run.seeds=[]"
              .formatted(run.seeds(), first.dir(), first.name()));
    }
  }
}
