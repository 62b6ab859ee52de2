package org.logoformer.jobs.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrackingConfig;
import org.logoformer.error.Reason;
import org.logoformer.jobs.run.FoldFolder;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.train.metrics.EpochPoint;
import org.logoformer.train.metrics.History;
import org.logoformer.train.metrics.MetricsLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The training of a fold as a run of MLflow. Which run it is stands in the fold's folder, and the
 * server is asked how far it was told, so a resumed training goes on in the same run and repeats no
 * step. What fails is told once and tried again after the next epoch; nothing here stops a
 * training.
 */
final class Mlflow {
  private static final Logger LOG = LoggerFactory.getLogger(Mlflow.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Limits of one call, and of a value, in servers of version 1. */
  private static final int MOST_METRICS = 1000;

  private static final int MOST_PARAMS = 100;
  private static final int LONGEST = 250;

  private final LogoConfig config;
  private final TrackingConfig.Mlflow asked;
  private final FileSystem files;
  private final FoldFolder fold;
  private final MlflowServer server;
  private boolean warned;

  /** Empty before the first call that came through. */
  private Optional<String> run = Optional.empty();

  /** The last step that the server has, by tag. */
  private final Map<String, Long> told = new HashMap<>();

  Mlflow(LogoConfig config, FileSystem files, FoldFolder fold) {
    this.config = config;
    this.asked = config.tracking().mlflow();
    this.files = files;
    this.fold = fold;
    this.server = asked.isOn() ? new MlflowServer(asked.uri()) : null;
  }

  /** Tells the server of the steps that it does not know. */
  void follow(MetricsLog log) {
    attempt(() -> follow(log.history()));
  }

  /** The training is complete. */
  void finished() {
    attempt(
        () -> {
          if (run.isPresent()) {
            server.update(run.get(), "FINISHED", Optional.of(Instant.now().toEpochMilli()));
          }
        });
  }

  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  private void attempt(Work work) {
    if (server == null) {
      return;
    }
    try {
      work.run();
    } catch (IOException | RuntimeException e) {
      if (!warned) {
        LOG.warn(
            "The MLflow server {} does not take this training ({}); the training goes on, and it is tried again after each epoch",
            asked.uri(),
            Reason.of(e));
      }
      warned = true;
      // What the server took of a call that broke off, it says itself.
      run = Optional.empty();
      told.clear();
    }
  }

  private void follow(History history) throws IOException {
    if (run.isEmpty()) {
      run = Optional.of(begin());
    }
    ArrayNode metrics = MlflowServer.object().arrayNode();
    for (EpochPoint epoch : history.epochs()) {
      if (!history.rounds(epoch.epoch()).isEmpty()) {
        for (Scalars scalars : Scalars.of(epoch, history.rounds(epoch.epoch()))) {
          add(metrics, scalars);
        }
      }
    }
    for (List<JsonNode> part : parts(metrics, MOST_METRICS)) {
      ObjectNode batch = MlflowServer.object();
      batch.putArray("metrics").addAll(part);
      server.log(run.get(), batch);
      part.forEach(m -> told.put(m.path("key").asText(), m.path("step").asLong()));
    }
  }

  private void add(ArrayNode metrics, Scalars scalars) {
    scalars
        .values()
        .forEach(
            (tag, value) -> {
              if (Double.isFinite(value) && scalars.step() > told.getOrDefault(tag, -1L)) {
                ObjectNode metric = metrics.addObject().put("key", tag).put("value", value);
                metric.put("timestamp", scalars.time().toEpochMilli()).put("step", scalars.step());
              }
            });
  }

  /** The run that the fold was before, if the server still has it, or another one. */
  private String begin() throws IOException {
    Optional<String> before = before();
    Optional<JsonNode> known = before.isEmpty() ? Optional.empty() : server.run(before.get());
    if (known.isPresent()) {
      for (JsonNode metric : known.get().at("/data/metrics")) {
        told.put(metric.path("key").asText(), metric.path("step").asLong());
      }
      server.update(before.get(), "RUNNING", Optional.empty());
      return before.get();
    }
    String id =
        server.create(server.experiment(asked.experiment()), name(), Instant.now().toEpochMilli());
    // Parameters cannot be changed: a run that has none yet is not gone on with.
    for (List<JsonNode> part : parts(params(), MOST_PARAMS)) {
      ObjectNode batch = MlflowServer.object();
      batch.putArray("params").addAll(part);
      server.log(id, batch);
    }
    ObjectNode kept = MlflowServer.object().put("uri", asked.uri()).put("run_id", id);
    RunFolder.write(files.getConf(), fold.mlflow(), kept.toPrettyString() + "\n");
    return id;
  }

  private Optional<String> before() throws IOException {
    Optional<String> text = RunFolder.text(files, fold.mlflow());
    if (text.isEmpty()) {
      return Optional.empty();
    }
    JsonNode kept = JSON.readTree(text.get());
    return kept.path("uri").asText().equals(asked.uri())
        ? Optional.of(kept.path("run_id").asText())
        : Optional.empty();
  }

  private String name() {
    String name = asked.runName().isEmpty() ? config.run().name() : asked.runName();
    return config.data().folds().size() > 1 ? name + "/" + fold.name() : name;
  }

  private ArrayNode params() {
    Map<String, String> values = new TreeMap<>();
    ConfigFactory.parseString(config.redacted().render())
        .entrySet()
        .forEach(e -> values.put(e.getKey(), e.getValue().unwrapped().toString()));
    // An empty value is a missing one to some servers.
    values.values().removeIf(String::isEmpty);
    ArrayNode params = MlflowServer.object().arrayNode();
    values.forEach(
        (key, value) ->
            params
                .addObject()
                .put("key", key.replaceAll("[^\\w./ -]", "_"))
                .put("value", value.length() > LONGEST ? value.substring(0, LONGEST) : value));
    return params;
  }

  private static List<List<JsonNode>> parts(ArrayNode all, int most) {
    List<List<JsonNode>> parts = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (i % most == 0) {
        parts.add(new ArrayList<>());
      }
      parts.get(parts.size() - 1).add(all.get(i));
    }
    return parts;
  }
}
