package org.logoformer.jobs.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.logoformer.error.DataException;
import org.logoformer.metrics.Bootstrap;
import org.logoformer.metrics.Calibration;
import org.logoformer.metrics.ConfusionMatrix;
import org.logoformer.metrics.Interval;
import org.logoformer.metrics.Intervals;

/**
 * An evaluation in JSON, with the fields
 *
 * <ul>
 *   <li>{@code clips}, {@code uar}, {@code war}, {@code macro_f1}: over all clips, the metrics from
 *       0 to 1;
 *   <li>{@code classes}: {@code name}, {@code clips}, {@code recall}, {@code precision} and {@code
 *       f1} of each class;
 *   <li>{@code confusion}: a row of counts for each label;
 *   <li>{@code scenes} and {@code folds}: {@code name} or {@code fold} of each, with the four
 *       fields above over its clips and its {@code confusion}; {@code folds} only if there are
 *       several;
 *   <li>{@code intervals}: {@code level}, {@code resamples} and {@code seed} of the bootstrap,
 *       {@code [low, high]} of each metric, and as {@code recalls} those of the classes; those of a
 *       scene or fold, in its entry, are of the same bootstrap;
 *   <li>{@code calibration}: {@code ece}, and {@code bins} of equal width in the order of the
 *       confidence, each with {@code clips}, {@code right}, mean {@code confidence} and {@code
 *       accuracy}; absent if the probabilities are not known.
 * </ul>
 *
 * Earlier versions wrote no precision, F1, folds, intervals and calibration, and later ones no
 * intervals of classes, scenes and folds.
 */
final class EvaluationJson {
  private EvaluationJson() {}

  static void put(ObjectNode root, Evaluation evaluation) {
    figures(root, evaluation.matrix());
    ArrayNode classes = root.putArray("classes");
    for (int c = 0; c < evaluation.classes().size(); c++) {
      ObjectNode row = classes.addObject();
      row.put("name", evaluation.classes().get(c)).put("clips", evaluation.clips(c));
      Json.put(row, "recall", evaluation.recall(c));
      Json.put(row, "precision", evaluation.matrix().precision(c));
      Json.put(row, "f1", evaluation.matrix().f1(c));
    }
    Json.put(root, "confusion", evaluation.matrix().counts());
    ArrayNode scenes = root.putArray("scenes");
    evaluation
        .byScene()
        .forEach(
            (name, matrix) ->
                group(
                    scenes.addObject().put("name", name),
                    matrix,
                    evaluation.sceneIntervals().get(name)));
    if (evaluation.byFold().size() > 1) {
      ArrayNode folds = root.putArray("folds");
      evaluation
          .byFold()
          .forEach(
              (fold, matrix) ->
                  group(
                      folds.addObject().put("fold", fold),
                      matrix,
                      evaluation.foldIntervals().get(fold)));
    }
    evaluation.intervals().ifPresent(of -> put(drawn(root.putObject("intervals"), of.drawn()), of));
    if (evaluation.calibration().clips() > 0) {
      put(root.putObject("calibration"), evaluation.calibration());
    }
  }

  private static void figures(ObjectNode row, ConfusionMatrix matrix) {
    row.put("clips", matrix.clips());
    Json.put(row, "uar", matrix.uar());
    Json.put(row, "war", matrix.war());
    Json.put(row, "macro_f1", matrix.macroF1());
  }

  /**
   * @param intervals null if they are not known
   */
  private static void group(ObjectNode row, ConfusionMatrix matrix, Intervals intervals) {
    figures(row, matrix);
    Json.put(row, "confusion", matrix.counts());
    if (intervals != null) {
      put(row.putObject("intervals"), intervals);
    }
  }

  private static ObjectNode drawn(ObjectNode row, Bootstrap drawn) {
    return row.put("level", Bootstrap.LEVEL)
        .put("resamples", drawn.resamples())
        .put("seed", drawn.seed());
  }

  private static void put(ObjectNode row, Intervals intervals) {
    Json.put(row, "uar", intervals.uar());
    Json.put(row, "war", intervals.war());
    Json.put(row, "macro_f1", intervals.macroF1());
    ArrayNode recalls = row.putArray("recalls");
    intervals.recalls().forEach(recall -> Json.add(recalls, recall));
  }

  private static void put(ObjectNode row, Calibration calibration) {
    Json.put(row, "ece", calibration.error());
    ArrayNode bins = row.putArray("bins");
    for (Calibration.Bin bin : calibration.bins()) {
      ObjectNode each = bins.addObject().put("clips", bin.clips()).put("right", bin.right());
      Json.put(each, "confidence", bin.confidence());
      Json.put(each, "accuracy", bin.accuracy());
    }
  }

  /**
   * Reads what {@link #put} wrote, or an earlier version.
   *
   * @param file its name for messages
   * @throws DataException if classes, counts or bins are missing or damaged
   */
  static Evaluation parse(JsonNode root, String file) {
    List<String> classes = new ArrayList<>();
    root.path("classes").forEach(c -> classes.add(c.path("name").asText()));
    if (classes.isEmpty()) {
      throw new DataException(file + " holds no classes: it is not what 'logo evaluate' writes");
    }
    SortedMap<String, ConfusionMatrix> scenes = new TreeMap<>();
    Optional<Bootstrap> drawn = drawn(root.path("intervals"));
    SortedMap<String, Intervals> sceneIntervals = new TreeMap<>();
    for (JsonNode scene : root.path("scenes")) {
      String name = scene.path("name").asText();
      scenes.put(name, counts(scene, classes.size(), file));
      intervals(scene, drawn).ifPresent(of -> sceneIntervals.put(name, of));
    }
    SortedMap<Integer, ConfusionMatrix> folds = new TreeMap<>();
    SortedMap<Integer, Intervals> foldIntervals = new TreeMap<>();
    for (JsonNode fold : root.path("folds")) {
      int number = fold.path("fold").asInt();
      folds.put(number, counts(fold, classes.size(), file));
      intervals(fold, drawn).ifPresent(of -> foldIntervals.put(number, of));
    }
    ConfusionMatrix all = counts(root, classes.size(), file);
    int fold = root.path("fold").asInt();
    if (folds.isEmpty() && fold > 0) {
      folds.put(fold, all);
    }
    return new Evaluation(
        classes,
        all,
        scenes,
        folds,
        calibration(root.path("calibration").path("bins"), file),
        intervals(root, drawn),
        sceneIntervals,
        foldIntervals);
  }

  private static ConfusionMatrix counts(JsonNode of, int classes, String file) {
    JsonNode matrix = of.path("confusion");
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
          "%s: the confusion matrix is not %d x %d counts".formatted(file, classes, classes));
    }
    return ConfusionMatrix.ofCounts(counts);
  }

  private static Optional<Bootstrap> drawn(JsonNode row) {
    int resamples = row.path("resamples").asInt();
    return resamples < 1
        ? Optional.empty()
        : Optional.of(new Bootstrap(resamples, row.path("seed").asLong()));
  }

  /** Of all clips, a scene or a fold. */
  private static Optional<Intervals> intervals(JsonNode of, Optional<Bootstrap> drawn) {
    JsonNode row = of.path("intervals");
    if (row.isMissingNode() || drawn.isEmpty()) {
      return Optional.empty();
    }
    List<Interval> recalls = new ArrayList<>();
    row.path("recalls").forEach(recall -> recalls.add(interval(recall)));
    return Optional.of(
        new Intervals(
            drawn.get(),
            interval(row.path("uar")),
            interval(row.path("war")),
            interval(row.path("macro_f1")),
            recalls));
  }

  private static Interval interval(JsonNode ends) {
    return ends.isArray()
        ? new Interval(ends.path(0).asDouble(Double.NaN), ends.path(1).asDouble(Double.NaN))
        : Interval.UNKNOWN;
  }

  private static Calibration calibration(JsonNode rows, String file) {
    if (rows.isEmpty()) {
      return Calibration.UNKNOWN;
    }
    List<Calibration.Bin> bins = new ArrayList<>();
    for (JsonNode row : rows) {
      bins.add(
          new Calibration.Bin(
              row.path("clips").asLong(),
              row.path("right").asLong(),
              Json.number(row, "confidence")));
    }
    if (bins.size() != Calibration.BINS) {
      throw new DataException(
          "%s: the calibration has %d bins, not %d".formatted(file, bins.size(), Calibration.BINS));
    }
    return new Calibration(bins);
  }
}
