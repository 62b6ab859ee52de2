package org.logoformer.jobs.run;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.metrics.ConfusionMatrix;

/**
 * Metrics of a list of predictions, over all clips and per scene, as {@link ConfusionMatrix}
 * defines them; a metric that is NaN is null in JSON.
 */
public final class Evaluation {
  private final List<String> classes;
  private final ConfusionMatrix all;
  private final Map<String, ConfusionMatrix> scenes;

  Evaluation(List<String> classes, ConfusionMatrix all, Map<String, ConfusionMatrix> scenes) {
    this.classes = List.copyOf(classes);
    this.all = all;
    this.scenes = new TreeMap<>(scenes);
  }

  /** One scene's share of an evaluation. */
  public record Scene(String name, long clips, double uar, double war) {}

  /** Counts {@code predictions}; clips without a scene count in the totals only. */
  public static Evaluation of(List<Prediction> predictions, List<String> classes) {
    Map<String, List<Prediction>> byScene =
        predictions.stream()
            .filter(p -> !p.scene().isEmpty())
            .collect(Collectors.groupingBy(Prediction::scene));
    Map<String, ConfusionMatrix> scenes = new TreeMap<>();
    byScene.forEach((scene, group) -> scenes.put(scene, matrix(group, classes.size())));
    return new Evaluation(classes, matrix(predictions, classes.size()), scenes);
  }

  /** Class names in the order of the counts. */
  public List<String> classes() {
    return classes;
  }

  /** The counts of all clips. */
  public ConfusionMatrix matrix() {
    return all;
  }

  /** How often a label met a prediction: {@code [label][prediction]}. */
  public long[][] counts() {
    return all.counts();
  }

  /** All clips. */
  public long clips() {
    return all.clips();
  }

  /** Clips of a class. */
  public long clips(int label) {
    return all.clips(label);
  }

  /** Share of the clips of a class that are predicted right; NaN without clips. */
  public double recall(int label) {
    return all.recall(label);
  }

  /** Unweighted average recall, over the classes with clips. */
  public double uar() {
    return all.uar();
  }

  /** Weighted average recall, which is the accuracy. */
  public double war() {
    return all.war();
  }

  /** The scenes by name; empty for a data set without scenes. */
  public List<Scene> scenes() {
    return scenes.entrySet().stream().map(e -> scene(e.getKey(), e.getValue())).toList();
  }

  /** Both evaluations counted together. */
  public Evaluation plus(Evaluation other) {
    if (!classes.equals(other.classes)) {
      throw new IllegalArgumentException("classes differ: " + classes + ", " + other.classes);
    }
    Map<String, ConfusionMatrix> together = new TreeMap<>(scenes);
    other.scenes.forEach((name, matrix) -> together.merge(name, matrix, ConfusionMatrix::plus));
    return new Evaluation(classes, all.plus(other.all), together);
  }

  /** Counts of a scene: {@code [label][prediction]}. */
  long[][] counts(String scene) {
    return scenes.get(scene).counts();
  }

  private static Scene scene(String name, ConfusionMatrix matrix) {
    return new Scene(name, matrix.clips(), matrix.uar(), matrix.war());
  }

  private static ConfusionMatrix matrix(List<Prediction> predictions, int classes) {
    return ConfusionMatrix.of(
        classes,
        predictions.stream().mapToInt(Prediction::label).toArray(),
        predictions.stream().mapToInt(Prediction::prediction).toArray());
  }
}
