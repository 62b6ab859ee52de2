package org.logoformer.jobs.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.checkpoint.CheckpointId;
import org.logoformer.config.DataConfig;
import org.logoformer.config.DataConfig.Sampling;
import org.logoformer.error.DataException;
import org.logoformer.metrics.ConfusionMatrix;

/**
 * {@code metrics.json} of a fold, whichever command writes it: what was tested, the metrics for
 * readers, and the counts to compute them again. Recall of a class without clips is null.
 *
 * @param facts what was tested, by name; not the name or place of the run, so that two runs that
 *     train the same on the same shards leave the same file
 * @param evaluation of the test clips
 */
public record FoldMetrics(Map<String, String> facts, Evaluation evaluation) {
  /** Copies the facts; they keep their order. */
  public FoldMetrics {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  /** The test of a fold's own checkpoint. */
  public static FoldMetrics of(
      Evaluation evaluation, int fold, CheckpointId checkpoint, DataConfig data) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("fold", Integer.toString(fold));
    facts.put("epoch", Integer.toString(checkpoint.epoch()));
    facts.put("weights", checkpoint.folder());
    return new FoldMetrics(with(facts, data), evaluation);
  }

  /**
   * The test of weights from elsewhere.
   *
   * @param weights their file
   */
  public static FoldMetrics of(Evaluation evaluation, int fold, String weights, DataConfig data) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("fold", Integer.toString(fold));
    facts.put("weights", weights);
    return new FoldMetrics(with(facts, data), evaluation);
  }

  private static Map<String, String> with(Map<String, String> facts, DataConfig data) {
    facts.put("shards", data.shards());
    facts.put("frames", data.shuffleFrames() ? "shuffled" : "temporal");
    facts.put("short_clip", data.shortClip().name().toLowerCase(Locale.ROOT));
    facts.put("sampling", data.sampling().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    return facts;
  }

  /**
   * The same, telling what {@code sampling = ti} made of clips.
   *
   * @param clips frames of each clip that was tested
   * @param frames F of the network
   */
  public FoldMetrics interpolated(int[] clips, DataConfig data, int frames) {
    long blended = Arrays.stream(clips).filter(n -> n != frames).count();
    if (data.sampling() != Sampling.TI || blended == 0) {
      return this;
    }
    Map<String, String> more = new LinkedHashMap<>(facts);
    more.put(
        "interpolation",
        blended + " of " + clips.length + " clips linearly in time, an approximation");
    return new FoldMetrics(more, evaluation);
  }

  /** Writes the file. */
  public void write(Configuration hadoop, Path file) {
    RunFolder.write(hadoop, file, json().toPrettyString() + "\n");
  }

  /**
   * Reads what {@link #write} wrote, or an earlier version; empty if the file is not there.
   *
   * @throws DataException if it is something else
   */
  public static Optional<FoldMetrics> read(FileSystem files, Path file) throws IOException {
    return RunFolder.text(files, file).map(text -> parse(text, file.toString()));
  }

  /** The JSON object; the facts come first. */
  ObjectNode json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    facts.forEach(root::put);
    root.put("clips", evaluation.clips());
    Json.put(root, "uar", evaluation.uar());
    Json.put(root, "war", evaluation.war());
    ArrayNode classes = root.putArray("classes");
    for (int c = 0; c < evaluation.classes().size(); c++) {
      ObjectNode row = classes.addObject();
      row.put("name", evaluation.classes().get(c)).put("clips", evaluation.clips(c));
      Json.put(row, "recall", evaluation.recall(c));
    }
    put(root.putArray("confusion"), evaluation.counts());
    ArrayNode scenes = root.putArray("scenes");
    for (Evaluation.Scene scene : evaluation.scenes()) {
      ObjectNode row = scenes.addObject();
      row.put("name", scene.name()).put("clips", scene.clips());
      Json.put(row, "uar", scene.uar());
      Json.put(row, "war", scene.war());
      put(row.putArray("confusion"), evaluation.counts(scene.name()));
    }
    return root;
  }

  /**
   * @param file name for messages
   */
  static FoldMetrics parse(String text, String file) {
    JsonNode root = Json.read(text, file);
    List<String> classes = new ArrayList<>();
    root.path("classes").forEach(c -> classes.add(c.path("name").asText()));
    if (classes.isEmpty()) {
      throw new DataException(file + " holds no classes: it is not what 'logo evaluate' writes");
    }
    Map<String, ConfusionMatrix> scenes = new TreeMap<>();
    for (JsonNode scene : root.path("scenes")) {
      ConfusionMatrix counts = counts(scene.path("confusion"), classes.size(), file);
      scenes.put(scene.path("name").asText(), counts);
    }
    Map<String, String> facts = new LinkedHashMap<>();
    root.fields()
        .forEachRemaining(
            f -> {
              if (f.getValue().isTextual()) {
                facts.put(f.getKey(), f.getValue().asText());
              }
            });
    ConfusionMatrix all = counts(root.path("confusion"), classes.size(), file);
    return new FoldMetrics(facts, new Evaluation(classes, all, scenes));
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
}
