package org.logoformer.jobs.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.run.FoldFolder;
import org.logoformer.train.metrics.MetricsLog;
import org.logoformer.train.plan.Position;

class MlflowTest {
  private static final String EPOCH_1 =
      """
      {"kind":"round","epoch":1,"round":1,"step":8,"time":"2026-11-30T04:00:00Z","lr":0.5,"loss":2.0}
      {"kind":"round","epoch":1,"round":2,"step":12,"time":"2026-11-30T04:00:01Z","lr":0.5,"loss":1.5}
      {"kind":"epoch","epoch":1,"time":"2026-11-30T04:00:02Z","lr":0.5,"loss":1.75,"uar":0.25,"war":0.5}
      """;

  private static final String EPOCH_2 =
      """
      {"kind":"round","epoch":2,"round":1,"step":20,"time":"2026-11-30T04:00:03Z","lr":0.25,"loss":1.25}
      {"kind":"epoch","epoch":2,"time":"2026-11-30T04:00:04Z","lr":0.25,"loss":1.25,"uar":0.75,"war":0.5}
      """;

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  private final List<String> metrics = new ArrayList<>();
  private final Map<String, Long> latest = new TreeMap<>();
  private final Map<String, String> params = new TreeMap<>();
  private final List<String> statuses = new ArrayList<>();
  private HttpServer server;
  private boolean hasExperiment;
  private int failing;
  private boolean isMadeByAnother;
  private String lifecycle = "active";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/ml/api/2.0/mlflow/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aRunHasItsParametersAndAMetricForEachStep() throws IOException {
    Mlflow mlflow = mlflow("train.epochs=2");
    mlflow.follow(log(EPOCH_1));
    mlflow.follow(log(EPOCH_1 + EPOCH_2));
    mlflow.finished();
    assertThat(calls)
        .startsWith("experiments/get-by-name", "experiments/create", "runs/create")
        .endsWith("runs/update");
    assertThat(params).containsEntry("train.epochs", "2").containsEntry("run.name", "face");
    assertThat(params).doesNotContainValue("");
    assertThat(metrics)
        .contains(
            "train/loss 8 2.0 2026-11-30T04:00:00Z",
            "train/loss 20 1.25 2026-11-30T04:00:03Z",
            "test/uar 12 0.25 2026-11-30T04:00:02Z",
            "test/uar 20 0.75 2026-11-30T04:00:04Z",
            "train/lr 12 0.5 2026-11-30T04:00:01Z");
    assertThat(metrics).doesNotHaveDuplicates().hasSize(12);
    assertThat(statuses).containsExactly("FINISHED");
  }

  @Test
  void aResumedTrainingGoesOnInTheSameRunAndRepeatsNoStep() throws IOException {
    mlflow().follow(log(EPOCH_1));
    List<String> before = List.copyOf(metrics);
    mlflow().follow(log(EPOCH_1 + EPOCH_2));
    assertThat(calls).containsOnlyOnce("runs/create");
    assertThat(metrics).startsWith(before.toArray(String[]::new)).doesNotHaveDuplicates();
    assertThat(metrics).hasSize(12);
    assertThat(statuses).containsExactly("RUNNING");
  }

  @Test
  void aRunThatWasDeletedIsMadeAgain() throws IOException {
    mlflow().follow(log(EPOCH_1));
    lifecycle = "deleted";
    params.clear();
    metrics.clear();
    mlflow().follow(log(EPOCH_1));
    assertThat(calls).filteredOn("runs/create"::equals).hasSize(2);
    assertThat(metrics).hasSize(7);
  }

  @Test
  void aTestThatCameLateIsToldLate() throws IOException {
    String untested = EPOCH_1.replace(",\"uar\":0.25,\"war\":0.5", "");
    mlflow().follow(log(untested));
    assertThat(metrics).noneMatch(m -> m.startsWith("test/"));
    mlflow().follow(log(EPOCH_1));
    assertThat(metrics).filteredOn(m -> m.startsWith("test/")).hasSize(2);
    assertThat(metrics).doesNotHaveDuplicates();
  }

  @Test
  void anExperimentThatAnotherFoldMadeMeanwhileIsTaken() throws IOException {
    isMadeByAnother = true;
    mlflow().follow(log(EPOCH_1));
    assertThat(calls)
        .startsWith(
            "experiments/get-by-name",
            "experiments/create",
            "experiments/get-by-name",
            "runs/create");
    assertThat(metrics).hasSize(7);
  }

  @Test
  void aServerThatFailsIsToldWhatItMissedWhenItIsBack() throws IOException {
    failing = 1;
    Mlflow mlflow = mlflow();
    mlflow.follow(log(EPOCH_1));
    assertThat(metrics).isEmpty();
    mlflow.follow(log(EPOCH_1 + EPOCH_2));
    assertThat(metrics).hasSize(12).doesNotHaveDuplicates();
  }

  @Test
  void aServerThatIsNotThereStopsNothing() throws IOException {
    server.stop(0);
    Mlflow mlflow = mlflow();
    mlflow.follow(log(EPOCH_1));
    mlflow.finished();
    assertThat(calls).isEmpty();
    assertThat(folder.resolve("mlflow.json")).doesNotExist();
  }

  @Test
  void isOffUnlessAskedFor() throws IOException {
    new Mlflow(LogoConfig.of(), files(), fold()).follow(log(EPOCH_1));
    assertThat(calls).isEmpty();
  }

  @Test
  void anAddressThatIsNoneIsRefused() {
    assertThatThrownBy(() -> LogoConfig.of("tracking.mlflow.uri=\"mlflow:5000\""))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("tracking.mlflow.uri")
        .hasMessageContaining("http://mlflow:5000");
  }

  private Mlflow mlflow(String... more) throws IOException {
    String[] settings = Arrays.copyOf(more, more.length + 2);
    settings[more.length] = "run.name=face";
    settings[more.length + 1] =
        "tracking.mlflow.uri=\"http://localhost:%d/ml/\"".formatted(server.getAddress().getPort());
    return new Mlflow(LogoConfig.of(settings), files(), fold());
  }

  private static FileSystem files() throws IOException {
    return FileSystem.getLocal(new Configuration()).getRawFileSystem();
  }

  private FoldFolder fold() {
    return new FoldFolder(new org.apache.hadoop.fs.Path(folder.toUri()));
  }

  private MetricsLog log(String text) throws IOException {
    Files.writeString(folder.resolve("metrics.jsonl"), text);
    return MetricsLog.open(
        files(), fold().log(), new Position(9, 0, 9, 99), epoch -> 0.5, Instant::now);
  }

  /** As a tracking server does: an unknown experiment is 404, a parameter is given once. */
  private void answer(HttpExchange exchange) throws IOException {
    String call = exchange.getRequestURI().getPath().replaceFirst(".*/mlflow/", "");
    byte[] sent = exchange.getRequestBody().readAllBytes();
    JsonNode body = sent.length == 0 ? JSON.createObjectNode() : JSON.readTree(sent);
    calls.add(call);
    if (failing > 0) {
      failing--;
      respond(exchange, 503, "busy");
      return;
    }
    switch (call) {
      case "experiments/get-by-name" -> {
        assertThat(exchange.getRequestURI().getQuery()).isEqualTo("experiment_name=logo-former");
        String found = "{\"experiment\":{\"experiment_id\":\"7\"}}";
        respond(exchange, hasExperiment ? 200 : 404, hasExperiment ? found : "{}");
      }
      case "experiments/create" -> {
        hasExperiment = true;
        if (isMadeByAnother) {
          respond(exchange, 400, "{\"error_code\":\"RESOURCE_ALREADY_EXISTS\"}");
        } else {
          respond(exchange, 200, "{\"experiment_id\":\"7\"}");
        }
      }
      case "runs/create" -> {
        assertThat(body.path("experiment_id").asText()).isEqualTo("7");
        assertThat(body.path("run_name").asText()).isEqualTo("face");
        respond(exchange, 200, "{\"run\":{\"info\":{\"run_id\":\"abc\"}}}");
      }
      case "runs/get" -> respond(exchange, 200, known());
      case "runs/log-batch" -> {
        log(body);
        respond(exchange, 200, "{}");
      }
      case "runs/update" -> {
        statuses.add(body.path("status").asText());
        respond(exchange, 200, "{}");
      }
      default -> respond(exchange, 500, "no such call");
    }
  }

  private void log(JsonNode body) {
    assertThat(body.path("run_id").asText()).isEqualTo("abc");
    assertThat(body.path("params").size()).isLessThanOrEqualTo(100);
    body.path("params")
        .forEach(
            p -> assertThat(params.put(p.path("key").asText(), p.path("value").asText())).isNull());
    for (JsonNode m : body.path("metrics")) {
      String key = m.path("key").asText();
      latest.merge(key, m.path("step").asLong(), Math::max);
      metrics.add(
          "%s %d %s %s"
              .formatted(
                  key,
                  m.path("step").asLong(),
                  m.path("value").asDouble(),
                  Instant.ofEpochMilli(m.path("timestamp").asLong())));
    }
  }

  private String known() {
    StringBuilder found = new StringBuilder();
    latest.forEach(
        (key, step) ->
            found.append(
                "%s{\"key\":\"%s\",\"step\":%d,\"value\":0}"
                    .formatted(found.length() == 0 ? "" : ",", key, step)));
    return "{\"run\":{\"info\":{\"run_id\":\"abc\",\"lifecycle_stage\":\"%s\"},\"data\":{\"metrics\":[%s]}}}"
        .formatted(lifecycle, found);
  }

  private static void respond(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
