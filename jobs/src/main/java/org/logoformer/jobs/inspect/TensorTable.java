package org.logoformer.jobs.inspect;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.math3.stat.StatUtils;
import org.logoformer.checkpoint.SafeTensor;

/** Tensors as a table: name, type and shape, mean, deviation, extremes, numbers that are none. */
final class TensorTable {
  private TensorTable() {}

  static void print(Map<String, SafeTensor> tensors, PrintWriter out) {
    int longest = tensors.keySet().stream().mapToInt(String::length).max().orElse(4);
    String format = "%-" + longest + "s  %-24s %12s %12s %12s %12s%s%n";
    out.printf(Locale.ROOT, format, "name", "shape", "mean", "deviation", "min", "max", "");
    long elements = 0;
    for (Map.Entry<String, SafeTensor> entry : tensors.entrySet()) {
      SafeTensor tensor = entry.getValue();
      elements += tensor.elements();
      double[] finite = Arrays.stream(tensor.doubles()).filter(Double::isFinite).toArray();
      int broken = tensor.elements() - finite.length;
      out.printf(
          Locale.ROOT,
          format,
          entry.getKey(),
          tensor,
          number(StatUtils.mean(finite)),
          number(Math.sqrt(StatUtils.populationVariance(finite))),
          number(StatUtils.min(finite)),
          number(StatUtils.max(finite)),
          broken == 0 ? "" : "  " + broken + " not finite");
    }
    out.printf(Locale.ROOT, "%d tensors, %,d elements%n", tensors.size(), elements);
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.5g", value);
  }
}
