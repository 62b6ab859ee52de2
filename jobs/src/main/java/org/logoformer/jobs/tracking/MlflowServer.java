package org.logoformer.jobs.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * The REST interface of MLflow, version 2.0 (which servers of MLflow 1, 2 and 3 have): the calls
 * that a training needs.
 */
final class MlflowServer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String API = "/api/2.0/mlflow/";
  private static final String TOKEN = "MLFLOW_TRACKING_TOKEN";
  private static final int NOT_FOUND = 404;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String uri;
  private final HttpClient client =
      HttpClient.newBuilder()
          // Servers of MLflow speak no other, and complain of an offer of HTTP/2.
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(3))
          .build();

  MlflowServer(String uri) {
    this.uri = uri.replaceFirst("/+$", "");
  }

  /** Id of the experiment of a name, which is made if it is not there. */
  String experiment(String name) throws IOException {
    Optional<String> known = known(name);
    if (known.isPresent()) {
      return known.get();
    }
    try {
      JsonNode made = post("experiments/create", object().put("name", name));
      return required(made.path("experiment_id"), "experiment_id");
    } catch (IOException e) {
      // Another training, such as a fold beside this one, may have made it meanwhile.
      return known(name).orElseThrow(() -> e);
    }
  }

  private Optional<String> known(String name) throws IOException {
    String query = "experiment_name=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    Optional<JsonNode> known = read("experiments/get-by-name?" + query);
    return known.isEmpty()
        ? Optional.empty()
        : Optional.of(required(known.get().at("/experiment/experiment_id"), "experiment_id"));
  }

  /**
   * Makes a run; its id.
   *
   * @param millis since 1970
   */
  String create(String experiment, String name, long millis) throws IOException {
    ObjectNode run = object().put("experiment_id", experiment).put("run_name", name);
    run.put("start_time", millis);
    // What servers before 1.30 call it by.
    run.putArray("tags").addObject().put("key", "mlflow.runName").put("value", name);
    return required(post("runs/create", run).at("/run/info/run_id"), "run_id");
  }

  /** The run of an id; empty if the server has none, or somebody deleted it. */
  Optional<JsonNode> run(String id) throws IOException {
    return read("runs/get?run_id=" + URLEncoder.encode(id, StandardCharsets.UTF_8))
        .map(answer -> answer.path("run"))
        .filter(run -> !run.at("/info/lifecycle_stage").asText().equals("deleted"));
  }

  /**
   * Writes parameters or metrics.
   *
   * @param batch with {@code params} and {@code metrics}
   */
  void log(String run, ObjectNode batch) throws IOException {
    post("runs/log-batch", batch.put("run_id", run));
  }

  /** Changes how a run stands: {@code RUNNING} or {@code FINISHED}. */
  void update(String run, String status, Optional<Long> ended) throws IOException {
    ObjectNode update = object().put("run_id", run).put("status", status);
    ended.ifPresent(millis -> update.put("end_time", millis));
    post("runs/update", update);
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private Optional<JsonNode> read(String call) throws IOException {
    return answer(request(call).GET().build());
  }

  private JsonNode post(String call, ObjectNode body) throws IOException {
    HttpRequest request =
        request(call)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    return answer(request)
        .orElseThrow(() -> new IOException("%s is not there".formatted(request.uri())));
  }

  private HttpRequest.Builder request(String call) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(uri + API + call)).timeout(PATIENCE);
    String token = System.getenv(TOKEN);
    if (token != null && !token.isBlank()) {
      request.header("Authorization", "Bearer " + token.strip());
    }
    return request;
  }

  private Optional<JsonNode> answer(HttpRequest request) throws IOException {
    try {
      var answer = client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (answer.statusCode() == NOT_FOUND) {
        return Optional.empty();
      } else if (answer.statusCode() / 100 != 2) {
        String why = answer.body().strip();
        throw new IOException(
            "%s answers %d: %s"
                .formatted(
                    request.uri().getPath(),
                    answer.statusCode(),
                    why.length() > 300 ? why.substring(0, 300) + ".." : why));
      }
      return Optional.of(JSON.readTree(answer.body()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static String required(JsonNode value, String name) throws IOException {
    if (!value.isTextual() || value.asText().isEmpty()) {
      throw new IOException("the answer has no " + name + ": is this a tracking server of MLflow?");
    }
    return value.asText();
  }
}
