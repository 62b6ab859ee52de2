package org.logoformer.jobs.comparison;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.logoformer.error.DataException;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.jobs.run.Json;
import org.logoformer.metrics.Bootstrap;
import org.logoformer.metrics.ConfusionMatrix;
import org.logoformer.metrics.Interval;
import org.logoformer.metrics.McNemar;
import org.logoformer.metrics.PairedMatrix;

/**
 * Two networks on the same clips.
 *
 * @param names of both
 * @param classes names by index
 * @param counts of labels and predictions
 * @param drawn how intervals are found
 * @param intervals 95 % each, of {@link PairedMatrix#differences}
 */
public record Comparison(
    List<String> names,
    List<String> classes,
    PairedMatrix counts,
    Bootstrap drawn,
    List<Interval> intervals) {
  /** Clips named in a message before the rest is only counted. */
  private static final int LISTED = 3;

  /**
   * Pairs the predictions of the clips.
   *
   * @throws DataException if the clips, their labels or the classes differ, saying where
   */
  public static Comparison of(Tested first, Tested second, Bootstrap how) {
    if (!first.classes().equals(second.classes())) {
      throw new DataException(
          "%s knows the classes %s, %s knows %s: there is nothing to compare"
              .formatted(first.name(), first.classes(), second.name(), second.classes()));
    }
    Map<String, Prediction> one = byClip(first);
    Map<String, Prediction> other = byClip(second);
    requireSameClips(first, one, second, other);
    int[] labels = one.values().stream().mapToInt(Prediction::label).toArray();
    PairedMatrix counts =
        PairedMatrix.of(
            first.classes().size(),
            labels,
            one.values().stream().mapToInt(Prediction::prediction).toArray(),
            other.values().stream().mapToInt(Prediction::prediction).toArray());
    return new Comparison(
        List.of(first.name(), second.name()),
        first.classes(),
        counts,
        how,
        List.of(counts.intervals(how)));
  }

  private static Map<String, Prediction> byClip(Tested tested) {
    Map<String, Prediction> byClip = new TreeMap<>();
    tested.predictions().forEach(p -> byClip.put(p.clip(), p));
    return byClip;
  }

  private static void requireSameClips(
      Tested first, Map<String, Prediction> one, Tested second, Map<String, Prediction> other) {
    List<String> complaints = new ArrayList<>();
    complain(complaints, first.name(), one, other);
    complain(complaints, second.name(), other, one);
    if (!complaints.isEmpty()) {
      throw new DataException(
          "%s and %s were not tested on the same clips: %s. Evaluate both on the same split or folds"
              .formatted(first.name(), second.name(), String.join("; ", complaints)));
    }
    one.forEach(
        (clip, prediction) -> {
          if (prediction.label() != other.get(clip).label()) {
            throw new DataException(
                "The clip %s is %s for %s and %s for %s: they were tested on different lists"
                    .formatted(
                        clip,
                        first.classes().get(prediction.label()),
                        first.name(),
                        first.classes().get(other.get(clip).label()),
                        second.name()));
          }
        });
  }

  private static void complain(
      List<String> complaints,
      String name,
      Map<String, Prediction> of,
      Map<String, Prediction> in) {
    List<String> missing = of.keySet().stream().filter(clip -> !in.containsKey(clip)).toList();
    if (!missing.isEmpty()) {
      complaints.add(
          "%d of %d only in %s (%s%s)"
              .formatted(
                  missing.size(),
                  of.size(),
                  name,
                  missing.stream().limit(LISTED).collect(Collectors.joining(", ")),
                  missing.size() > LISTED ? ", .." : ""));
    }
  }

  /**
   * The comparison in JSON: {@code first} and {@code second} with {@code name}, {@code uar}, {@code
   * war}; {@code differences}, first minus second, of {@code uar}, {@code war} and each class, with
   * {@code interval}; {@code mcnemar}; how intervals were drawn.
   */
  ObjectNode json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ConfusionMatrix[] both = {counts.first(), counts.second()};
    root.put("clips", both[0].clips());
    for (int i = 0; i < both.length; i++) {
      ObjectNode side = root.putObject(i == 0 ? "first" : "second").put("name", names.get(i));
      Json.put(side, "uar", both[i].uar());
      Json.put(side, "war", both[i].war());
      Json.put(side, "macro_f1", both[i].macroF1());
    }
    double[] values = counts.differences();
    ObjectNode differences = root.putObject("differences");
    difference(differences.putObject("uar"), values[0], intervals.get(0));
    difference(differences.putObject("war"), values[1], intervals.get(1));
    ArrayNode recalls = differences.putArray("recalls");
    for (int c = 0; c < classes.size(); c++) {
      ObjectNode row =
          recalls.addObject().put("name", classes.get(c)).put("clips", both[0].clips(c));
      Json.put(row, "first", both[0].recall(c));
      Json.put(row, "second", both[1].recall(c));
      difference(row, values[2 + c], intervals.get(2 + c));
    }
    McNemar test = counts.mcNemar();
    ObjectNode mcNemar = root.putObject("mcnemar");
    mcNemar.put("only_first", test.onlyFirst()).put("only_second", test.onlySecond());
    mcNemar.put("method", test.isExact() ? "exact" : "chi-square");
    if (!test.isExact()) {
      mcNemar.put("statistic", test.statistic());
    }
    mcNemar.put("p", test.p());
    root.putObject("bootstrap")
        .put("level", Bootstrap.LEVEL)
        .put("resamples", drawn.resamples())
        .put("seed", drawn.seed());
    return root;
  }

  static void difference(ObjectNode row, double value, Interval interval) {
    Json.put(row, "difference", value);
    if (!Double.isNaN(interval.low())) {
      row.putArray("interval").add(interval.low()).add(interval.high());
    }
  }
}
