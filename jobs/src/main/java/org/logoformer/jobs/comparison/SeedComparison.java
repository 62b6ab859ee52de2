package org.logoformer.jobs.comparison;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.jobs.run.SeedMetrics;
import org.logoformer.jobs.run.SeedMetrics.Seed;
import org.logoformer.jobs.run.Spread;
import org.logoformer.metrics.Bootstrap;
import org.logoformer.metrics.Interval;
import org.logoformer.storage.Unreadable;

/**
 * Two settings, each trained from several seeds: what a seed changes is the noise that their
 * difference is held against.
 *
 * @param names of both
 * @param seeds what the runs of each reached
 */
record SeedComparison(List<String> names, List<SeedMetrics> seeds) {
  /** A difference of means, first minus second, and where it lies by Welch's t. */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  private record Difference(double[] first, double[] second) {
    Interval interval() {
      return Interval.ofDifference(first, second);
    }

    double value() {
      return mean(first) - mean(second);
    }

    private static double mean(double[] values) {
      return Spread.of(Arrays.stream(values).boxed().toList()).mean();
    }
  }

  /**
   * Reads what {@code logo train} with {@code run.seeds} left in both folders; empty if neither is
   * one of these.
   *
   * @throws ConfigException if only one is
   */
  static Optional<SeedComparison> read(
      List<String> names, List<Path> folders, Configuration hadoop) {
    List<Optional<SeedMetrics>> found = folders.stream().map(f -> seeds(f, hadoop)).toList();
    if (found.stream().allMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    for (int i = 0; i < found.size(); i++) {
      if (found.get(i).isEmpty()) {
        throw new ConfigException(
            "%s holds runs of several seeds and %s does not: name one of them, such as %s/%s"
                .formatted(
                    names.get(1 - i),
                    names.get(i),
                    names.get(1 - i),
                    found.get(1 - i).orElseThrow().seeds().get(0).run()));
      }
    }
    return Optional.of(
        new SeedComparison(names, found.stream().map(Optional::orElseThrow).toList()));
  }

  private static Optional<SeedMetrics> seeds(Path folder, Configuration hadoop) {
    Path file = new RunFolder(folder).seeds();
    try {
      return SeedMetrics.read(file.getFileSystem(hadoop), file);
    } catch (IOException e) {
      throw Unreadable.of(file, e, "Restore the file");
    }
  }

  private Difference of(ToDoubleFunction<Seed> figure) {
    return new Difference(seeds.get(0).values(figure), seeds.get(1).values(figure));
  }

  void print(PrintWriter out) {
    for (int i = 0; i < 2; i++) {
      SeedMetrics of = seeds.get(i);
      out.println((i == 0 ? "first:  " : "second: ") + names.get(i));
      line(out, "UAR", of.uar());
      line(out, "WAR", of.war());
    }
    Difference uar = of(Seed::uar);
    Difference war = of(Seed::war);
    out.printf(
        Locale.ROOT,
        "compare seeds=%d,%d uar=%.4f,%.4f war=%.4f,%.4f difference=%+.4f interval=%+.4f,%+.4f"
            + " war-difference=%+.4f war-interval=%+.4f,%+.4f%n",
        seeds.get(0).seeds().size(),
        seeds.get(1).seeds().size(),
        seeds.get(0).uar().spread().mean(),
        seeds.get(1).uar().spread().mean(),
        seeds.get(0).war().spread().mean(),
        seeds.get(1).war().spread().mean(),
        uar.value(),
        uar.interval().low(),
        uar.interval().high(),
        war.value(),
        war.interval().low(),
        war.interval().high());
  }

  private static void line(PrintWriter out, String name, SeedMetrics.Estimate estimate) {
    out.printf(
        Locale.ROOT,
        "  %s %% %.2f [%.2f, %.2f], deviation %.2f%n",
        name,
        100 * estimate.spread().mean(),
        100 * estimate.interval().low(),
        100 * estimate.interval().high(),
        100 * estimate.spread().deviation());
  }

  /** The differences in JSON: {@code uar} and {@code war}, each with {@code interval}. */
  ObjectNode json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("first", names.get(0)).put("second", names.get(1)).put("level", Bootstrap.LEVEL);
    put(root.putObject("uar"), of(Seed::uar));
    put(root.putObject("war"), of(Seed::war));
    return root;
  }

  private static void put(ObjectNode row, Difference difference) {
    for (double value : difference.first()) {
      row.withArray("first").add(value);
    }
    for (double value : difference.second()) {
      row.withArray("second").add(value);
    }
    Comparison.difference(row, difference.value(), difference.interval());
  }
}
