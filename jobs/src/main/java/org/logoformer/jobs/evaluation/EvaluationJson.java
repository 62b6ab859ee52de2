package org.logoformer.jobs.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.logoformer.error.DataException;
import org.logoformer.metrics.ConfusionMatrix;

/**
 * An evaluation as JSON: the metrics for readers, the counts to compute them again. Recall of a
 * class without clips is null.
 */
public final class EvaluationJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private EvaluationJson() {}

  /** The JSON object; {@code facts} (weights, frame order, ...) come first. */
  public static ObjectNode write(Evaluation evaluation, Map<String, String> facts) {
    ObjectNode root = JSON.createObjectNode();
    facts.forEach(root::put);
    root.put("clips", evaluation.clips());
    put(root, "uar", evaluation.uar());
    put(root, "war", evaluation.war());
    ArrayNode classes = root.putArray("classes");
    for (int c = 0; c < evaluation.classes().size(); c++) {
      ObjectNode row = classes.addObject();
      row.put("name", evaluation.classes().get(c)).put("clips", evaluation.clips(c));
      put(row, "recall", evaluation.recall(c));
    }
    put(root.putArray("confusion"), evaluation.counts());
    ArrayNode scenes = root.putArray("scenes");
    for (Evaluation.Scene scene : evaluation.scenes()) {
      ObjectNode row = scenes.addObject();
      row.put("name", scene.name()).put("clips", scene.clips());
      put(row, "uar", scene.uar());
      put(row, "war", scene.war());
      put(row.putArray("confusion"), evaluation.counts(scene.name()));
    }
    return root;
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param file name for messages
   * @throws DataException if it is something else
   */
  public static Evaluation read(String json, String file) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (IOException e) {
      throw new DataException(file + " is not JSON: " + e.getMessage(), e);
    }
    List<String> classes = new ArrayList<>();
    root.path("classes").forEach(c -> classes.add(c.path("name").asText()));
    if (classes.isEmpty()) {
      throw new DataException(file + " holds no classes: it is not what 'logo evaluate' writes");
    }
    Map<String, ConfusionMatrix> scenes = new TreeMap<>();
    root.path("scenes")
        .forEach(
            s ->
                scenes.put(
                    s.path("name").asText(), counts(s.path("confusion"), classes.size(), file)));
    return new Evaluation(classes, counts(root.path("confusion"), classes.size(), file), scenes);
  }

  private static ConfusionMatrix counts(JsonNode matrix, int classes, String file) {
    long[][] counts = new long[classes][classes];
    boolean square = matrix.size() == classes;
    for (int i = 0; i < classes && square; i++) {
      square = matrix.get(i).size() == classes;
      for (int j = 0; j < classes && square; j++) {
        counts[i][j] = matrix.get(i).get(j).asLong(-1);
        square = counts[i][j] >= 0;
      }
    }
    if (!square) {
      throw new DataException(
          "%s: the confusion matrix is not %d x %d counts; run 'logo evaluate' again"
              .formatted(file, classes, classes));
    }
    return ConfusionMatrix.ofCounts(counts);
  }

  private static void put(ArrayNode rows, long[][] counts) {
    for (long[] row : counts) {
      ArrayNode cells = rows.addArray();
      for (long count : row) {
        cells.add(count);
      }
    }
  }

  private static void put(ObjectNode row, String name, double value) {
    if (Double.isNaN(value)) {
      row.putNull(name);
    } else {
      row.put(name, value);
    }
  }
}
