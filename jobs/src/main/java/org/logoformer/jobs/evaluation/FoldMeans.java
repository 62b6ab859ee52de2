package org.logoformer.jobs.evaluation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * {@code metrics.json} of a run: UAR and WAR of each fold, their means, and their sample standard
 * deviations.
 */
public final class FoldMeans {
  private FoldMeans() {}

  /** The JSON object; folds in the order of the map. */
  public static ObjectNode json(Map<Integer, Evaluation> folds) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    double[] uars = folds.values().stream().mapToDouble(Evaluation::uar).toArray();
    double[] wars = folds.values().stream().mapToDouble(Evaluation::war).toArray();
    put(root, "uar", uars);
    put(root, "war", wars);
    ArrayNode rows = root.putArray("folds");
    folds.forEach(
        (fold, evaluation) ->
            rows.addObject()
                .put("fold", fold)
                .put("clips", evaluation.clips())
                .put("uar", evaluation.uar())
                .put("war", evaluation.war()));
    return root;
  }

  static double mean(double... values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static void put(ObjectNode root, String name, double[] values) {
    double mean = mean(values);
    root.put(name, mean);
    if (values.length < 2) {
      root.putNull(name + "_deviation");
      return;
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    root.put(name + "_deviation", Math.sqrt(squares / (values.length - 1)));
  }
}
