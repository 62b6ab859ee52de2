package org.logoformer.jobs.sweep;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.error.DataException;
import org.logoformer.error.DivergedException;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.jobs.run.RunMetrics;
import org.logoformer.jobs.run.RunShards;
import org.logoformer.storage.AtomicFile;
import org.logoformer.storage.SharedPaths;
import org.logoformer.storage.Unreadable;
import org.logoformer.train.resume.ConfigDrift;

/** Runs the trials of a grid one after another, each on the whole cluster. */
final class Sweep {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Configuration hadoop;
  private final PrintWriter out;
  private final Function<LogoConfig, RunMetrics> training;

  /**
   * @param training trains a run, from its checkpoints if it was begun, and returns its metrics
   */
  Sweep(Configuration hadoop, PrintWriter out, Function<LogoConfig, RunMetrics> training) {
    this.hadoop = hadoop;
    this.out = out;
    this.training = training;
  }

  /** All outcomes, best first; also written to {@code sweep.json} of the sweep's folder. */
  List<Outcome> run(LogoConfig given) {
    LogoConfig config = SharedPaths.qualified(given, hadoop);
    List<Trial> trials = Trial.of(config);
    TrialFolders folders = new TrialFolders(hadoop, config);
    List<Outcome> outcomes = new ArrayList<>();
    for (Trial named : trials) {
      Trial trial = folders.find(named);
      out.printf(
          Locale.ROOT,
          "%d/%d  %s  %s%n",
          outcomes.size() + 1,
          trials.size(),
          trial.name(),
          String.join(" ", trial.settings()));
      outcomes.add(outcome(trial));
    }
    outcomes.sort(Outcome.BEST_FIRST);
    Path file = RunFolder.of(config.run()).sweep();
    AtomicFile.write(
        hadoop,
        file,
        s -> s.write(json(outcomes).toPrettyString().getBytes(StandardCharsets.UTF_8)));
    return outcomes;
  }

  /** One trial that diverges, or is refused for what it asks, must not end the others. */
  private Outcome outcome(Trial trial) {
    try {
      Optional<Outcome> before = before(trial);
      before.ifPresent(o -> out.println(trial.name() + " " + o.done()));
      return before.orElseGet(() -> Outcome.finished(trial, training.apply(trial.config())));
    } catch (DivergedException e) {
      out.println(trial.name() + " diverged: " + e.getMessage());
      writeDiverged(trial, e);
      return Outcome.diverged(trial);
    } catch (ConfigException | DataException e) {
      out.println(trial.name() + " is refused: " + e.getMessage());
      return Outcome.refused(trial, e);
    }
  }

  /**
   * The metrics of a run are written last, so a trial that has them is finished, unless it has more
   * epochs to go by now. One that diverged does so again.
   *
   * @throws ConfigException if they were made with other settings
   */
  private Optional<Outcome> before(Trial trial) {
    RunFolder layout = RunFolder.of(trial.config().run());
    try {
      FileSystem files = layout.folder().getFileSystem(hadoop);
      boolean diverged = files.exists(layout.diverged());
      if (!diverged && !files.exists(layout.metrics())) {
        return Optional.empty();
      }
      requireSame(files, layout, trial.config());
      if (diverged) {
        return Optional.of(Outcome.diverged(trial));
      }
      return RunMetrics.read(files, layout.metrics())
          .filter(m -> m.epochs().orElse(0) == trial.config().train().epochs())
          .map(m -> Outcome.finished(trial, m));
    } catch (IOException e) {
      throw Unreadable.of(layout.folder(), e, "Restore the file, or remove the trial's folder");
    }
  }

  private void requireSame(FileSystem files, RunFolder layout, LogoConfig config)
      throws IOException {
    LogoConfig now = SharedPaths.qualified(config, hadoop);
    String before =
        layout
            .readConfig(files)
            .orElseThrow(() -> new FileNotFoundException(layout.config().toString()));
    ConfigDrift.require(before, now, layout.folder().toString());
    if (files.exists(layout.provenance())) {
      RunShards.requireSame(hadoop, now, layout);
    }
  }

  private void writeDiverged(Trial trial, DivergedException e) {
    ObjectNode json = JSON.createObjectNode().put("message", e.getMessage());
    AtomicFile.write(
        hadoop,
        RunFolder.of(trial.config().run()).diverged(),
        s -> s.write(json.toPrettyString().getBytes(StandardCharsets.UTF_8)));
  }

  private static ArrayNode json(List<Outcome> outcomes) {
    ArrayNode rows = JSON.createArrayNode();
    for (Outcome outcome : outcomes) {
      ObjectNode row = rows.addObject().put("trial", outcome.trial().name());
      outcome.trial().settings().forEach(row.putArray("settings")::add);
      row.put("state", outcome.state().name().toLowerCase(Locale.ROOT));
      if (outcome.refusal() != null) {
        row.put("reason", outcome.refusal().getMessage());
      }
      if (outcome.state() == Outcome.State.FINISHED) {
        row.put("uar", outcome.uar()).put("war", outcome.war());
      }
    }
    return rows;
  }
}
