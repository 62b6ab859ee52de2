package org.logoformer.jobs.sweep;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.LogoException;
import org.logoformer.jobs.slots.Seating;
import org.logoformer.jobs.slots.Seating.Executor;

/** Sweeps, one command after another in one folder, of trainings that only leave their files. */
abstract class SweepFixture {
  static final String GRID = "sweep.grid=[\"optimiser.lr = 0.1, 0.2, 0.3\"]";
  static final String[] ASHA = {
    "sweep.search=asha",
    "sweep.space=[\"optimiser.lr = log-uniform(0.001, 0.1)\"]",
    "sweep.trials=9",
    "train.epochs=9"
  };

  @TempDir Path folder;
  StringWriter told = new StringWriter();
  FakeTrainings trainings = new FakeTrainings(SweepFixture::uar);
  int slots = 2;
  Duration time = Duration.ofHours(1);
  String summary;
  Runnable guard = () -> {};

  /** Of the command; 0 where it is a success. */
  int exitCode;

  static double uar(LogoConfig config) {
    return config.optimiser().lr();
  }

  static String[] with(String[] settings, String more) {
    String[] all = Arrays.copyOf(settings, settings.length + 1);
    all[settings.length] = more;
    return all;
  }

  /** Another command on the same folder. */
  List<Outcome> again(String... settings) {
    trainings = new FakeTrainings(SweepFixture::uar);
    told = new StringWriter();
    return run(settings);
  }

  List<Outcome> run(String... settings) {
    return run(Retraining.NONE, settings);
  }

  List<Outcome> run(Retraining retraining, String... settings) {
    List<String> all = new ArrayList<>(List.of("run.dir=" + folder, "run.name=s"));
    all.addAll(Arrays.asList(settings));
    LogoConfig config = LogoConfig.of(all.toArray(String[]::new));
    PrintWriter out = new PrintWriter(told);
    Sweep sweep = new Sweep(new Configuration(), config, out, guard);
    sweep.run(
        new SideBySide.Resources(
            trainings,
            new Seating(() -> List.of(new Executor("", slots))),
            config.sweep().most().orElse(Integer.MAX_VALUE),
            Duration.ZERO,
            System.nanoTime() + time.toNanos(),
            out),
        retraining);
    summary = sweep.summary();
    exitCode = sweep.fault().map(LogoException::exitCode).orElse(0);
    return sweep.outcomes();
  }
}
