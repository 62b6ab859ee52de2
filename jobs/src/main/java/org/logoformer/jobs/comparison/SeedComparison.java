package org.logoformer.jobs.comparison;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.run.Evaluation;
import org.logoformer.jobs.run.FoldFolder;
import org.logoformer.jobs.run.FoldMetrics;
import org.logoformer.jobs.run.Json;
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
 * @param tests of the runs of each, all folds together; empty where some are missing
 */
public record SeedComparison(
    List<String> names, List<SeedMetrics> seeds, List<List<Evaluation>> tests) {
  /**
   * A difference of means, first minus second.
   *
   * @param first of each seed of the first setting
   * @param second likewise
   */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  public record Difference(double[] first, double[] second) {
    /** Where it lies by Welch's t. */
    public Interval interval() {
      return Interval.ofDifference(first, second);
    }

    /** Its value; NaN if one of the values is. */
    public double value() {
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
  public static Optional<SeedComparison> read(
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
    List<SeedMetrics> seeds = found.stream().map(Optional::orElseThrow).toList();
    List<List<Evaluation>> tests = new ArrayList<>();
    for (int i = 0; i < seeds.size(); i++) {
      tests.add(tests(folders.get(i), seeds.get(i), hadoop));
    }
    return Optional.of(new SeedComparison(names, seeds, tests));
  }

  /** Of each seed what its metrics say, all folds together; nothing if one has none. */
  private static List<Evaluation> tests(Path folder, SeedMetrics seeds, Configuration hadoop) {
    List<Evaluation> tests = new ArrayList<>();
    for (Seed seed : seeds.seeds()) {
      Path run = new Path(folder, seed.run());
      try {
        FileSystem files = run.getFileSystem(hadoop);
        List<Evaluation> folds = new ArrayList<>();
        for (FoldFolder fold : new RunFolder(run).folds(files)) {
          FoldMetrics.read(files, fold.metrics()).ifPresent(m -> folds.add(m.evaluation()));
        }
        folds.stream().reduce(Evaluation::plus).ifPresent(tests::add);
      } catch (IOException e) {
        throw Unreadable.of(run, e, "Restore the run");
      }
    }
    return tests.size() == seeds.seeds().size() ? tests : List.of();
  }

  /** The classes that recalls can be compared of; none if a test is missing or has others. */
  public List<String> classes() {
    List<List<String>> all =
        tests.stream().flatMap(List::stream).map(Evaluation::classes).distinct().toList();
    boolean isComplete = tests.stream().noneMatch(List::isEmpty);
    return isComplete && all.size() == 1 ? all.get(0) : List.of();
  }

  /** The recall of a class, all folds of a seed counted together. */
  public Difference recall(int label) {
    List<double[]> recalls =
        tests.stream()
            .map(of -> of.stream().mapToDouble(test -> test.recall(label)).toArray())
            .toList();
    return new Difference(recalls.get(0), recalls.get(1));
  }

  /** The mean UAR over the folds. */
  public Difference uar() {
    return of(Seed::uar);
  }

  /** The mean WAR over the folds. */
  public Difference war() {
    return of(Seed::war);
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
    recalls(out);
    Difference uar = uar();
    Difference war = war();
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

  private void recalls(PrintWriter out) {
    if (classes().isEmpty()) {
      return;
    }
    out.printf(
        Locale.ROOT, "%n%-20s %8s %8s %11s%n", "recall %, mean", "first", "second", "difference");
    for (int c = 0; c < classes().size(); c++) {
      Difference of = recall(c);
      out.printf(
          Locale.ROOT,
          "%-20s %8s %8s %s%n",
          classes().get(c),
          ComparisonText.percent(Difference.mean(of.first())),
          ComparisonText.percent(Difference.mean(of.second())),
          ComparisonText.points(of.value(), of.interval()));
    }
    out.println();
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

  /**
   * The differences in JSON: {@code uar}, {@code war} and each of {@code recalls} with {@code
   * interval}.
   */
  ObjectNode json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("first", names.get(0)).put("second", names.get(1)).put("level", Bootstrap.LEVEL);
    put(root.putObject("uar"), uar());
    put(root.putObject("war"), war());
    ArrayNode recalls = root.putArray("recalls");
    for (int c = 0; c < classes().size(); c++) {
      put(recalls.addObject().put("name", classes().get(c)), recall(c));
    }
    return root;
  }

  private static void put(ObjectNode row, Difference difference) {
    Json.put(row, "first", difference.first());
    Json.put(row, "second", difference.second());
    Comparison.difference(row, difference.value(), difference.interval());
  }
}
