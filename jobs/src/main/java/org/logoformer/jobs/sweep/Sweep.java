package org.logoformer.jobs.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.DivergedException;
import org.logoformer.jobs.RunLayout;
import org.logoformer.storage.AtomicFile;
import org.logoformer.storage.SharedPaths;
import org.logoformer.train.ConfigDrift;

/** Runs the trials of a grid one after another, each on the whole cluster. */
final class Sweep {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Configuration hadoop;
  private final PrintWriter out;
  private final Function<LogoConfig, JsonNode> training;

  /**
   * @param training trains a run, from its checkpoints if it was begun, and returns its metrics
   */
  Sweep(Configuration hadoop, PrintWriter out, Function<LogoConfig, JsonNode> training) {
    this.hadoop = hadoop;
    this.out = out;
    this.training = training;
  }

  /** All outcomes, best first; also written to {@code sweep.json} of the sweep's folder. */
  List<Outcome> run(LogoConfig given) {
    LogoConfig config = SharedPaths.qualified(given, hadoop);
    List<Outcome> outcomes = new ArrayList<>();
    for (Trial trial : Trial.of(config)) {
      Optional<JsonNode> metrics = finished(trial);
      out.printf(
          "%s  %s%s%n",
          trial.name(), String.join(" ", trial.settings()), metrics.isPresent() ? "  done" : "");
      outcomes.add(metrics.map(m -> Outcome.finished(trial, m)).orElseGet(() -> train(trial)));
    }
    outcomes.sort(Outcome.BEST_FIRST);
    Path file = new Path(RunLayout.of(config.run()).folder(), "sweep.json");
    AtomicFile.write(
        hadoop,
        file,
        s -> s.write(json(outcomes).toPrettyString().getBytes(StandardCharsets.UTF_8)));
    return outcomes;
  }

  /** One trial that diverges must not end the others. */
  private Outcome train(Trial trial) {
    try {
      return Outcome.finished(trial, training.apply(trial.config()));
    } catch (DivergedException e) {
      out.println(trial.name() + " diverged: " + e.getMessage());
      return Outcome.diverged(trial);
    }
  }

  /**
   * The metrics of a run are written last, so a trial that has them is finished, unless it has more
   * epochs to go by now.
   *
   * @throws org.logoformer.error.ConfigException if they were made with other settings
   */
  private Optional<JsonNode> finished(Trial trial) {
    RunLayout layout = RunLayout.of(trial.config().run());
    Path file = layout.metrics();
    try {
      FileSystem files = file.getFileSystem(hadoop);
      if (!files.exists(file)) {
        return Optional.empty();
      }
      requireSameSettings(files, layout, trial.config());
      try (InputStream in = files.open(file)) {
        // Those of 'logo evaluate' do not say how long the training was to be.
        int epochs = trial.config().train().epochs();
        return Optional.of(JSON.readTree(in)).filter(m -> m.path("epochs").asInt() == epochs);
      }
    } catch (IOException e) {
      throw new ClusterException(
          "Cannot read " + file + ": " + e.getMessage() + "; check run.dir", e);
    }
  }

  private void requireSameSettings(FileSystem files, RunLayout layout, LogoConfig config)
      throws IOException {
    try (InputStream in = files.open(layout.config())) {
      ConfigDrift.require(
          new String(in.readAllBytes(), StandardCharsets.UTF_8),
          SharedPaths.qualified(config, hadoop),
          layout.folder().toString());
    }
  }

  private static ArrayNode json(List<Outcome> outcomes) {
    ArrayNode rows = JSON.createArrayNode();
    for (Outcome outcome : outcomes) {
      ObjectNode row = rows.addObject().put("trial", outcome.trial().name());
      outcome.trial().settings().forEach(row.putArray("settings")::add);
      row.put("state", outcome.state() == Outcome.State.FINISHED ? "finished" : "diverged");
      if (outcome.state() == Outcome.State.FINISHED) {
        row.put("uar", outcome.uar()).put("war", outcome.war());
      }
    }
    return rows;
  }
}
