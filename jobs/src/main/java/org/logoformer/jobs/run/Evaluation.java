package org.logoformer.jobs.run;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.metrics.Bootstrap;
import org.logoformer.metrics.Calibration;
import org.logoformer.metrics.ConfusionMatrix;
import org.logoformer.metrics.Intervals;

/**
 * Metrics of a list of predictions, over all clips, per scene and per fold, as {@link
 * ConfusionMatrix} defines them; a metric that is NaN is null in JSON.
 *
 * @param classes names in the order of the counts
 * @param matrix the counts of all clips
 * @param byScene the same of each scene; empty for a data set without scenes
 * @param byFold the same of the test clips of each fold; empty for a data set without folds
 * @param calibration of the probabilities; of no clips if they are not known
 * @param intervals of the figures over all clips; empty where nobody asked for them
 */
public record Evaluation(
    List<String> classes,
    ConfusionMatrix matrix,
    SortedMap<String, ConfusionMatrix> byScene,
    SortedMap<Integer, ConfusionMatrix> byFold,
    Calibration calibration,
    Optional<Intervals> intervals) {
  /** Copies the collections. */
  public Evaluation {
    classes = List.copyOf(classes);
    byScene = Collections.unmodifiableSortedMap(new TreeMap<>(byScene));
    byFold = Collections.unmodifiableSortedMap(new TreeMap<>(byFold));
  }

  /** One scene's share of an evaluation. */
  public record Scene(String name, long clips, double uar, double war) {}

  /** Counts {@code predictions}; clips without a scene or fold count in the totals only. */
  public static Evaluation of(List<Prediction> predictions, List<String> classes) {
    List<Prediction> inScenes = predictions.stream().filter(p -> !p.scene().isEmpty()).toList();
    List<Prediction> inFolds = predictions.stream().filter(p -> p.fold() > 0).toList();
    return new Evaluation(
        classes,
        matrix(predictions, classes.size()),
        grouped(inScenes, Prediction::scene, classes.size()),
        grouped(inFolds, Prediction::fold, classes.size()),
        calibration(predictions),
        Optional.empty());
  }

  /** The same with bootstrap intervals. */
  public Evaluation resampled(Bootstrap how) {
    return new Evaluation(
        classes, matrix, byScene, byFold, calibration, Optional.of(Intervals.of(matrix, how)));
  }

  /** The same with the intervals that {@code evaluate.resamples} asks for. */
  public Evaluation resampled(LogoConfig config) {
    int resamples = config.evaluate().resamples();
    return resamples == 0 ? this : resampled(new Bootstrap(resamples, config.run().seed()));
  }

  /** How often a label met a prediction: {@code [label][prediction]}. */
  public long[][] counts() {
    return matrix.counts();
  }

  /** All clips. */
  public long clips() {
    return matrix.clips();
  }

  /** Clips of a class. */
  public long clips(int label) {
    return matrix.clips(label);
  }

  /** Share of the clips of a class that are predicted right; NaN without clips. */
  public double recall(int label) {
    return matrix.recall(label);
  }

  /** Unweighted average recall, over the classes with clips. */
  public double uar() {
    return matrix.uar();
  }

  /** Weighted average recall, which is the accuracy. */
  public double war() {
    return matrix.war();
  }

  /** The scenes by name; empty for a data set without scenes. */
  public List<Scene> scenes() {
    return byScene.entrySet().stream()
        .map(
            e ->
                new Scene(e.getKey(), e.getValue().clips(), e.getValue().uar(), e.getValue().war()))
        .toList();
  }

  /** Both evaluations counted together; with intervals if both had them of the same draws. */
  public Evaluation plus(Evaluation other) {
    if (!classes.equals(other.classes)) {
      throw new IllegalArgumentException("classes differ: " + classes + ", " + other.classes);
    }
    Evaluation sum =
        new Evaluation(
            classes,
            matrix.plus(other.matrix),
            together(byScene, other.byScene),
            together(byFold, other.byFold),
            calibration.plus(other.calibration),
            Optional.empty());
    Optional<Bootstrap> drawn = intervals.map(Intervals::drawn);
    return drawn.isPresent() && drawn.equals(other.intervals.map(Intervals::drawn))
        ? sum.resampled(drawn.get())
        : sum;
  }

  private static <K extends Comparable<K>> SortedMap<K, ConfusionMatrix> together(
      SortedMap<K, ConfusionMatrix> a, SortedMap<K, ConfusionMatrix> b) {
    SortedMap<K, ConfusionMatrix> sums = new TreeMap<>(a);
    b.forEach((name, counts) -> sums.merge(name, counts, ConfusionMatrix::plus));
    return sums;
  }

  private static <K extends Comparable<K>> SortedMap<K, ConfusionMatrix> grouped(
      List<Prediction> predictions, Function<Prediction, K> key, int classes) {
    Map<K, List<Prediction>> groups = predictions.stream().collect(Collectors.groupingBy(key));
    SortedMap<K, ConfusionMatrix> counts = new TreeMap<>();
    groups.forEach((name, group) -> counts.put(name, matrix(group, classes)));
    return counts;
  }

  private static ConfusionMatrix matrix(Collection<Prediction> predictions, int classes) {
    return ConfusionMatrix.of(
        classes,
        predictions.stream().mapToInt(Prediction::label).toArray(),
        predictions.stream().mapToInt(Prediction::prediction).toArray());
  }

  private static Calibration calibration(List<Prediction> predictions) {
    List<Prediction> known =
        predictions.stream().filter(p -> p.prediction() < p.probabilities().size()).toList();
    if (known.isEmpty()) {
      return Calibration.UNKNOWN;
    }
    boolean[] right = new boolean[known.size()];
    for (int i = 0; i < right.length; i++) {
      right[i] = known.get(i).label() == known.get(i).prediction();
    }
    return Calibration.of(
        known.stream().mapToDouble(p -> p.probabilities().get(p.prediction())).toArray(), right);
  }
}
