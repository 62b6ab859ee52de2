package org.logoformer.jobs.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Metrics of a list of predictions: UAR, the mean recall over the classes that have clips; WAR, the
 * share of clips predicted right; both also per scene. A class without clips has no recall (NaN
 * here, null in JSON) and is left out of UAR.
 */
public final class Evaluation {
  private final List<String> classes;
  private final long[][] counts;
  private final Map<String, long[][]> scenes;

  Evaluation(List<String> classes, long[][] counts, Map<String, long[][]> scenes) {
    this.classes = List.copyOf(classes);
    this.counts = counts;
    this.scenes = scenes;
  }

  /** One scene's share of an evaluation. */
  public record Scene(String name, long clips, double uar, double war) {}

  /** Counts {@code predictions}; clips without a scene count in the totals only. */
  public static Evaluation of(List<Prediction> predictions, List<String> classes) {
    int n = classes.size();
    long[][] counts = new long[n][n];
    Map<String, long[][]> scenes = new TreeMap<>();
    for (Prediction p : predictions) {
      counts[p.label()][p.prediction()]++;
      if (!p.scene().isEmpty()) {
        scenes.computeIfAbsent(p.scene(), s -> new long[n][n])[p.label()][p.prediction()]++;
      }
    }
    return new Evaluation(classes, counts, scenes);
  }

  /** Class names in the order of the counts. */
  public List<String> classes() {
    return classes;
  }

  /** How often a label met a prediction: {@code [label][prediction]}. */
  public long[][] counts() {
    return copy(counts);
  }

  /** All clips. */
  public long clips() {
    return clips(counts);
  }

  /** Clips of a class. */
  public long clips(int label) {
    return Arrays.stream(counts[label]).sum();
  }

  /** Share of the clips of a class that are predicted right; NaN without clips. */
  public double recall(int label) {
    return recall(counts, label);
  }

  /** Unweighted average recall, over the classes with clips. */
  public double uar() {
    return uar(counts);
  }

  /** Weighted average recall, which is the accuracy. */
  public double war() {
    return war(counts);
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
    Map<String, long[][]> together = new TreeMap<>(scenes);
    other.scenes.forEach((name, c) -> together.merge(name, c, Evaluation::sum));
    return new Evaluation(classes, sum(counts, other.counts), together);
  }

  /** Counts per scene, by name. */
  Map<String, long[][]> sceneCounts() {
    return scenes;
  }

  private static Scene scene(String name, long[][] counts) {
    return new Scene(name, clips(counts), uar(counts), war(counts));
  }

  private static double recall(long[][] counts, int label) {
    long clips = Arrays.stream(counts[label]).sum();
    return clips == 0 ? Double.NaN : (double) counts[label][label] / clips;
  }

  private static double uar(long[][] counts) {
    return IntStream.range(0, counts.length)
        .mapToDouble(c -> recall(counts, c))
        .filter(r -> !Double.isNaN(r))
        .average()
        .orElse(Double.NaN);
  }

  private static double war(long[][] counts) {
    long right = IntStream.range(0, counts.length).mapToLong(c -> counts[c][c]).sum();
    return (double) right / clips(counts);
  }

  private static long clips(long[][] counts) {
    return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
  }

  private static long[][] sum(long[][] a, long[][] b) {
    long[][] sum = copy(a);
    for (int i = 0; i < sum.length; i++) {
      for (int j = 0; j < sum.length; j++) {
        sum[i][j] += b[i][j];
      }
    }
    return sum;
  }

  private static long[][] copy(long[][] counts) {
    return Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new);
  }
}
