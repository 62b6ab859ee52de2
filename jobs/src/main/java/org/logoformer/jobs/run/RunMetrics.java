package org.logoformer.jobs.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.error.DataException;

/**
 * {@code metrics.json} of a run, whichever command writes it: the result of each fold, the means
 * over the folds and their sample standard deviations.
 *
 * @param uar mean and deviation over the folds
 * @param war mean and deviation over the folds
 * @param folds in the order of the run
 * @param epochs that the least trained fold was trained for; empty if the weights do not say
 * @param settings that differ from those of the run's own test, by key
 * @param pooled evaluation of the clips of all folds together; empty if there is one fold, whose
 *     own file has it, and in files of earlier versions
 * @param protocols what choosing an epoch makes of the run; none but for a run's own metrics
 */
public record RunMetrics(
    Spread uar,
    Spread war,
    List<FoldResult> folds,
    OptionalInt epochs,
    Map<String, String> settings,
    Optional<Evaluation> pooled,
    Protocols protocols) {
  /**
   * The result of one fold.
   *
   * @param number 0 for a plain split
   */
  public record FoldResult(int number, long clips, double uar, double war) {}

  /** Copies the collections. */
  public RunMetrics {
    folds = List.copyOf(folds);
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /** The metrics of a run from the evaluations of its folds, by number. */
  public static RunMetrics of(Map<Integer, Evaluation> evaluations, OptionalInt epochs) {
    List<FoldResult> folds = new ArrayList<>();
    evaluations.forEach((k, e) -> folds.add(new FoldResult(k, e.clips(), e.uar(), e.war())));
    Spread uar = Spread.of(folds.stream().map(FoldResult::uar).toList());
    Spread war = Spread.of(folds.stream().map(FoldResult::war).toList());
    Optional<Evaluation> pooled =
        evaluations.size() > 1 ? Evaluation.together(evaluations.values()) : Optional.empty();
    return new RunMetrics(uar, war, folds, epochs, Map.of(), pooled, Protocols.NONE);
  }

  /** The same with the protocols of the folds. */
  public RunMetrics with(List<Protocols> ofFolds) {
    return new RunMetrics(uar, war, folds, epochs, settings, pooled, Protocols.of(ofFolds));
  }

  /** These metrics as those of an evaluation with other settings. */
  public RunMetrics under(Map<String, String> differences) {
    return new RunMetrics(uar, war, folds, epochs, differences, pooled, Protocols.NONE);
  }

  /** Writes {@code file}. */
  public void write(Configuration hadoop, Path file) {
    RunFolder.write(hadoop, file, json().toPrettyString() + "\n");
  }

  /**
   * Reads what {@link #write} wrote, or an earlier version; empty if the file does not exist.
   *
   * @throws DataException if it is another file
   */
  public static Optional<RunMetrics> read(FileSystem files, Path file) throws IOException {
    String name = file.toString();
    return RunFolder.text(files, file)
        .map(text -> Json.metrics(() -> parse(Json.read(text, name), name)));
  }

  private ObjectNode json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    put(root, "uar", uar);
    put(root, "war", war);
    ArrayNode rows = root.putArray("folds");
    for (FoldResult fold : folds) {
      ObjectNode row = rows.addObject().put("fold", fold.number()).put("clips", fold.clips());
      Json.put(row, "uar", fold.uar());
      Json.put(row, "war", fold.war());
    }
    epochs.ifPresent(e -> root.put("epochs", e));
    if (!settings.isEmpty()) {
      settings.forEach(root.putObject("settings")::put);
    }
    pooled.ifPresent(together -> EvaluationJson.put(root.putObject("pooled"), together));
    protocols.put(root);
    return root;
  }

  private static void put(ObjectNode root, String name, Spread spread) {
    Json.put(root, name, spread.mean());
    Json.put(root, name + "_deviation", spread.deviation());
  }

  private static RunMetrics parse(JsonNode root, String file) {
    List<FoldResult> folds = new ArrayList<>();
    for (JsonNode row : root.path("folds")) {
      folds.add(
          new FoldResult(
              row.path("fold").asInt(),
              row.path("clips").asLong(),
              Json.number(row, "uar"),
              Json.number(row, "war")));
    }
    JsonNode epochs = root.path("epochs");
    Map<String, String> settings = new LinkedHashMap<>();
    root.path("settings")
        .fields()
        .forEachRemaining(f -> settings.put(f.getKey(), f.getValue().asText()));
    return new RunMetrics(
        spread(root, "uar", folds.stream().map(FoldResult::uar).toList()),
        spread(root, "war", folds.stream().map(FoldResult::war).toList()),
        folds,
        epochs.isInt() ? OptionalInt.of(epochs.asInt()) : OptionalInt.empty(),
        settings,
        root.has("pooled")
            ? Optional.of(EvaluationJson.parse(root.path("pooled"), file))
            : Optional.empty(),
        Protocols.parse(root));
  }

  /** Computed from the folds: earlier versions wrote no deviations, and the first one no folds. */
  private static Spread spread(JsonNode root, String name, List<Double> folds) {
    return folds.isEmpty() ? new Spread(Json.number(root, name), Double.NaN) : Spread.of(folds);
  }
}
