package org.logoformer.jobs.sweep;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.error.DivergedException;
import org.logoformer.jobs.run.Protocol;
import org.logoformer.jobs.run.Protocols;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.jobs.run.RunMetrics;
import org.logoformer.jobs.run.SeedMetrics;
import org.logoformer.jobs.run.SeedMetrics.Estimate;
import org.logoformer.jobs.run.SeedRuns;
import org.logoformer.jobs.spark.SparkSessions;
import org.logoformer.jobs.sweep.search.Search;
import org.logoformer.jobs.sweep.search.Standing;
import org.logoformer.jobs.sweep.search.State;
import org.logoformer.progress.SharedBar;
import org.logoformer.storage.FolderOwner;
import org.logoformer.storage.SharedPaths;
import org.logoformer.storage.Unreadable;

/**
 * {@code logo train} with {@code run.seeds}: a run for each seed, as many side by side as the slots
 * hold, each to its last epoch. What was done is told by the folders of the runs, so a seed that
 * failed goes on from its checkpoints when the same command is run again.
 */
public final class SeedsRun {
  private final Configuration hadoop;
  private final RunFolder layout;
  private final SharedBar bar;
  private final PrintWriter out;
  private final TrialSet trials;

  private SeedsRun(Configuration hadoop, LogoConfig config, SharedBar bar, Runnable guard) {
    this.hadoop = hadoop;
    this.layout = RunFolder.of(config.run());
    this.bar = bar;
    this.out = bar.lines();
    requireNoRun();
    Journal journal = Journal.forgotten(hadoop, guard);
    List<Trial> runs = SeedRuns.of(config).stream().map(SeedsRun::trial).toList();
    this.trials = new TrialSet(hadoop, runs, journal, new TrialFolders(hadoop, config, journal));
  }

  /**
   * Trains on Spark what is left to train.
   *
   * @param given with {@code run.seeds}
   * @param out gets the lines of all runs, and one at the end
   * @throws org.logoformer.error.LogoException if a seed failed or diverged, after the others ended
   */
  public static void train(LogoConfig given, PrintWriter out) {
    try (SparkSession session = SparkSessions.open(given, "train")) {
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
      LogoConfig config = SharedPaths.qualified(given, spark.hadoopConfiguration());
      RunFolder layout = RunFolder.of(config.run());
      try (FolderOwner owner =
          FolderOwner.take(
              spark.hadoopConfiguration(), layout.folder(), FolderOwner.Work.TRAINED)) {
        long never = System.nanoTime() + Long.MAX_VALUE / 2;
        try (SharedBar bar =
            SharedBar.of("epochs", config.run().seeds().size() * epochs(config), out)) {
          new SeedsRun(spark.hadoopConfiguration(), config, bar, owner::require)
              .train(SparkTrainings.resources(spark, config, never, bar));
        }
      }
    }
  }

  /** For tests: as above, wherever runs are trained. */
  static void train(
      Configuration hadoop, LogoConfig config, PrintWriter out, SideBySide.Resources resources) {
    new SeedsRun(hadoop, config, SharedBar.hidden(out), () -> {}).train(resources);
  }

  private void train(SideBySide.Resources resources) {
    trials.catchUp();
    trials.board().all().stream().filter(s -> s.state().isEnd()).forEach(this::tellEarlier);
    SideBySide.train(
        resources,
        trials,
        Search.toTheEnd(),
        standing -> {
          tell(standing);
          write();
        });
    write().ifPresent(this::print);
    requireAll();
  }

  /** Of one seed. */
  private static long epochs(LogoConfig config) {
    return (long) Math.max(1, config.data().folds().size()) * config.train().epochs();
  }

  private void tellEarlier(Standing standing) {
    tell(standing);
    bar.shorten(epochs(trials.trial(standing.trial()).config()) * SharedBar.PARTS);
  }

  private static Trial trial(LogoConfig config) {
    return new Trial(config.run().name(), List.of("run.seed=" + config.run().seed()), config, "");
  }

  /** A run of one seed must not be taken for a part of this one. */
  private void requireNoRun() {
    try {
      if (!layout.folds(layout.folder().getFileSystem(hadoop)).isEmpty()) {
        throw new ConfigException(
            "%s holds a run of one seed: give the runs of run.seeds another run.name"
                .formatted(layout.folder()));
      }
    } catch (IOException e) {
      throw Unreadable.of(layout.folder(), e, "Check run.dir");
    }
  }

  private void tell(Standing standing) {
    out.println(trials.outcome(standing).line());
    out.flush();
  }

  /** What the seeds reached that are finished; empty if none is. */
  private Optional<SeedMetrics> write() {
    List<SeedMetrics.Seed> seeds = new ArrayList<>();
    for (Standing standing : trials.board().in(State.FINISHED).toList()) {
      seeds.add(result(trials.trial(standing.trial()).config()));
    }
    if (seeds.isEmpty()) {
      return Optional.empty();
    }
    SeedMetrics metrics = new SeedMetrics(seeds);
    metrics.write(hadoop, layout.seeds());
    return Optional.of(metrics);
  }

  private SeedMetrics.Seed result(LogoConfig config) {
    RunFolder run = RunFolder.of(config.run());
    try {
      FileSystem files = run.folder().getFileSystem(hadoop);
      RunMetrics metrics = RunMetrics.read(files, run.metrics()).orElseThrow();
      return SeedMetrics.Seed.of(config.run(), metrics);
    } catch (IOException e) {
      throw Unreadable.of(run.metrics(), e, "Restore the file");
    }
  }

  private void print(SeedMetrics metrics) {
    for (Protocol protocol : metrics.protocols()) {
      Estimate uar = metrics.by(protocol, Protocols.Result::uar);
      Estimate war = metrics.by(protocol, Protocols.Result::war);
      out.println("train protocol=" + protocol.key() + " " + figures(uar, war));
    }
    String figures = figures(metrics.uar(), metrics.war());
    out.printf(
        Locale.ROOT,
        "train %s seeds=%d run=%s%n",
        figures,
        metrics.seeds().size(),
        layout.folder());
    out.flush();
  }

  private static String figures(Estimate uar, Estimate war) {
    return String.format(
        Locale.ROOT,
        "uar=%.4f war=%.4f uar-interval=%.4f,%.4f war-interval=%.4f,%.4f",
        uar.spread().mean(),
        war.spread().mean(),
        uar.interval().low(),
        uar.interval().high(),
        war.interval().low(),
        war.interval().high());
  }

  private void requireAll() {
    if (!trials.refusals().isEmpty()) {
      throw trials.refusals().get(0);
    }
    Optional<Standing> diverged = trials.board().in(State.DIVERGED).findFirst();
    if (diverged.isPresent()) {
      throw new DivergedException(
          "%s diverged and does not count in the mean: look at its lines above, or leave that seed out"
              .formatted(trials.trial(diverged.get().trial()).name()));
    }
  }
}
