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
 * Metrics of a list of predictions over all clips, by scene and by fold, as {@link ConfusionMatrix}
 * defines them.
 *
 * @param classes names in the order of the counts
 * @param matrix counts of all clips
 * @param byScene counts of each scene; empty for a data set without scenes
 * @param byFold counts of the test clips of each fold; empty for a data set without folds
 * @param calibration of the probabilities; {@link Calibration#UNKNOWN} if they are not known
 * @param intervals of the metrics over all clips; empty if they were not computed
 * @param sceneIntervals of the metrics of each scene, as if its clips were the whole test; empty if
 *     they were not computed
 * @param foldIntervals likewise of each fold; empty for one fold too
 */
public record Evaluation(
    List<String> classes,
    ConfusionMatrix matrix,
    SortedMap<String, ConfusionMatrix> byScene,
    SortedMap<Integer, ConfusionMatrix> byFold,
    Calibration calibration,
    Optional<Intervals> intervals,
    SortedMap<String, Intervals> sceneIntervals,
    SortedMap<Integer, Intervals> foldIntervals) {
  /** Copies the collections. */
  public Evaluation {
    classes = List.copyOf(classes);
    byScene = Collections.unmodifiableSortedMap(new TreeMap<>(byScene));
    byFold = Collections.unmodifiableSortedMap(new TreeMap<>(byFold));
    sceneIntervals = Collections.unmodifiableSortedMap(new TreeMap<>(sceneIntervals));
    foldIntervals = Collections.unmodifiableSortedMap(new TreeMap<>(foldIntervals));
  }

  /** Without intervals. */
  private Evaluation(
      List<String> classes,
      ConfusionMatrix matrix,
      SortedMap<String, ConfusionMatrix> byScene,
      SortedMap<Integer, ConfusionMatrix> byFold,
      Calibration calibration) {
    this(
        classes,
        matrix,
        byScene,
        byFold,
        calibration,
        Optional.empty(),
        Collections.emptySortedMap(),
        Collections.emptySortedMap());
  }

  /** The metrics of {@code predictions}; clips without a scene or fold count in the totals only. */
  public static Evaluation of(List<Prediction> predictions, List<String> classes) {
    List<Prediction> inScenes = predictions.stream().filter(p -> !p.scene().isEmpty()).toList();
    List<Prediction> inFolds = predictions.stream().filter(p -> p.fold() > 0).toList();
    return new Evaluation(
        classes,
        matrix(predictions, classes.size()),
        grouped(inScenes, Prediction::scene, classes.size()),
        grouped(inFolds, Prediction::fold, classes.size()),
        calibration(predictions));
  }

  /**
   * This evaluation with bootstrap intervals, those of a group from its own clips alone: a fold has
   * the same ones here and in its own file.
   */
  public Evaluation resampled(Bootstrap bootstrap) {
    return new Evaluation(
        classes,
        matrix,
        byScene,
        byFold,
        calibration,
        Optional.of(Intervals.of(matrix, bootstrap)),
        resampled(byScene, bootstrap),
        byFold.size() > 1 ? resampled(byFold, bootstrap) : Collections.emptySortedMap());
  }

  private static <K extends Comparable<K>> SortedMap<K, Intervals> resampled(
      SortedMap<K, ConfusionMatrix> groups, Bootstrap bootstrap) {
    SortedMap<K, Intervals> intervals = new TreeMap<>();
    groups.forEach((name, counts) -> intervals.put(name, Intervals.of(counts, bootstrap)));
    return intervals;
  }

  /** This evaluation with intervals, unless {@code evaluate.resamples = 0}. */
  public Evaluation resampled(LogoConfig config) {
    int resamples = config.evaluate().resamples();
    return resamples == 0 ? this : resampled(new Bootstrap(resamples, config.run().seed()));
  }

  /** Whether both counted the same, over all clips and in each scene. */
  public boolean countsAs(Evaluation other) {
    return classes.equals(other.classes)
        && matrix.equals(other.matrix)
        && byScene.equals(other.byScene);
  }

  /** Number of all clips. */
  public long clips() {
    return matrix.clips();
  }

  /** Number of clips of a class. */
  public long clips(int label) {
    return matrix.clips(label);
  }

  /** Share of the clips of a class that are predicted right; NaN if it has no clips. */
  public double recall(int label) {
    return matrix.recall(label);
  }

  /** Unweighted average recall over the classes that have clips. */
  public double uar() {
    return matrix.uar();
  }

  /** Weighted average recall, which is the accuracy. */
  public double war() {
    return matrix.war();
  }

  /**
   * The evaluation of the clips of both; with intervals if both have them of the same bootstrap.
   */
  public Evaluation plus(Evaluation other) {
    return together(List.of(this, other)).orElseThrow();
  }

  /** The evaluation of the clips of all parts, with intervals as {@link #plus}; empty of none. */
  public static Optional<Evaluation> together(Collection<Evaluation> parts) {
    List<Optional<Bootstrap>> drawn =
        parts.stream().map(part -> part.intervals.map(Intervals::drawn)).distinct().toList();
    // Resampling takes longer than counting, so it comes last.
    Optional<Evaluation> counted =
        parts.size() > 1 ? parts.stream().reduce(Evaluation::counted) : Optional.empty();
    return counted
        .map(sum -> drawn.size() == 1 ? drawn.get(0).map(sum::resampled).orElse(sum) : sum)
        .or(() -> parts.stream().findFirst());
  }

  /** Both counted together, without intervals. */
  private Evaluation counted(Evaluation other) {
    if (!classes.equals(other.classes)) {
      throw new IllegalArgumentException("classes differ: " + classes + ", " + other.classes);
    }
    return new Evaluation(
        classes,
        matrix.plus(other.matrix),
        together(byScene, other.byScene),
        together(byFold, other.byFold),
        calibration.plus(other.calibration));
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
