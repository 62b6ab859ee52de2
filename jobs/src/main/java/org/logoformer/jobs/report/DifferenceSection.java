package org.logoformer.jobs.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.DataException;
import org.logoformer.jobs.comparison.Comparison;
import org.logoformer.jobs.comparison.SeedComparison;
import org.logoformer.jobs.comparison.Tested;
import org.logoformer.jobs.page.Cell;
import org.logoformer.jobs.page.Html;
import org.logoformer.jobs.page.Sheet;
import org.logoformer.jobs.page.Table;
import org.logoformer.metrics.Bootstrap;
import org.logoformer.metrics.Interval;
import org.logoformer.metrics.McNemar;

/**
 * Whether runs differ from the first of them by more than chance: of single runs on the same clips,
 * of settings with several seeds by what a seed changes.
 *
 * @param paired each run against the first
 * @param seeds each setting of several seeds against the first
 * @param untold why some have no part in it
 */
record DifferenceSection(List<Comparison> paired, List<SeedComparison> seeds, List<String> untold) {
  /** Of runs that are not compared. */
  static final DifferenceSection NONE = new DifferenceSection(List.of(), List.of(), List.of());

  /** Reads the predictions of the runs in some folders. */
  static DifferenceSection read(Configuration hadoop, LogoConfig config, List<Path> folders)
      throws IOException {
    DifferenceSection section =
        new DifferenceSection(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    List<Path> several = new ArrayList<>();
    List<Tested> single = new ArrayList<>();
    for (Path folder : folders) {
      if (RunFiles.seeds(hadoop, folder).isPresent()) {
        several.add(folder);
        continue;
      }
      try {
        single.add(
            Tested.read(folder.toString(), List.of(), config, hadoop).called(folder.getName()));
      } catch (DataException e) {
        section.untold.add(e.getMessage());
      }
    }
    Bootstrap how = new Bootstrap(Math.max(1, config.evaluate().resamples()), config.run().seed());
    for (Tested other : single.subList(Math.min(1, single.size()), single.size())) {
      try {
        section.paired.add(Comparison.of(other, single.get(0), how));
      } catch (DataException e) {
        section.untold.add(e.getMessage());
      }
    }
    for (Path other : several.subList(Math.min(1, several.size()), several.size())) {
      List<Path> both = List.of(other, several.get(0));
      SeedComparison.read(both.stream().map(Path::getName).toList(), both, hadoop)
          .ifPresent(section.seeds::add);
    }
    return section;
  }

  void add(Sheet sheet) {
    if (paired.isEmpty() && seeds.isEmpty() && untold.isEmpty()) {
      return;
    }
    sheet.heading("Differences");
    if (!paired.isEmpty()) {
      paired(sheet);
    }
    if (!seeds.isEmpty()) {
      seeds(sheet);
    }
    if (!untold.isEmpty()) {
      sheet.note("Not compared clip by clip: " + String.join(" ", untold));
    }
  }

  private void paired(Sheet sheet) {
    String reference = paired.get(0).names().get(1);
    List<List<Cell>> rows = new ArrayList<>();
    for (Comparison each : paired) {
      McNemar test = each.counts().mcNemar();
      double[] differences = each.counts().differences();
      List<Cell> row = new ArrayList<>(List.of(Cell.of(each.names().get(0))));
      row.add(Cell.of(each.counts().first().clips()));
      for (int i = 0; i < 2; i++) {
        row.addAll(difference(differences[i], each.intervals().get(i)));
      }
      row.add(Cell.of(test.onlyFirst()));
      row.add(Cell.of(test.onlySecond()));
      row.add(Cell.number("%.3g", test.p()));
      rows.add(row);
    }
    List<String> head =
        List.of(
            "Run",
            "Clips",
            "UAR, points",
            "95 % of UAR",
            "WAR, points",
            "95 % of WAR",
            "Right here only",
            "Right in " + reference + " only",
            "McNemar's p");
    sheet.add(Html.card(sheet.table(new Table("differences", head, rows))));
    List<String> classes = paired.get(0).classes();
    List<String> names = paired.stream().map(each -> each.names().get(0)).toList();
    List<List<Cell>> recalls = new ArrayList<>();
    for (int c = 0; c < classes.size(); c++) {
      List<Cell> row = new ArrayList<>(List.of(Cell.of(classes.get(c))));
      for (Comparison each : paired) {
        row.addAll(difference(each.counts().differences()[2 + c], each.intervals().get(2 + c)));
      }
      recalls.add(row);
    }
    Table table = new Table("differences-classes", head("Class, points of recall", names), recalls);
    sheet.add(Html.card(sheet.table(table)));
    sheet.note(
        "Each run minus %s on the same clips. Intervals by a paired bootstrap over the clips; McNemar's test is of the clips that one of both has right and the other wrong, %s."
            .formatted(
                reference,
                paired.stream()
                    .map(each -> each.names().get(0) + " " + method(each.counts().mcNemar()))
                    .collect(Collectors.joining(", "))));
  }

  private static String method(McNemar test) {
    return test.isExact() ? "exact binomial" : "chi-square with continuity correction";
  }

  private void seeds(Sheet sheet) {
    List<String> names = seeds.stream().map(each -> each.names().get(0)).toList();
    List<List<Cell>> rows = new ArrayList<>();
    rows.add(row("UAR", seeds.stream().map(SeedComparison::uar).toList()));
    rows.add(row("WAR", seeds.stream().map(SeedComparison::war).toList()));
    List<String> classes = seeds.get(0).classes();
    if (seeds.stream().allMatch(each -> each.classes().equals(classes))) {
      for (int c = 0; c < classes.size(); c++) {
        int label = c;
        rows.add(
            row(
                "Recall of " + classes.get(c),
                seeds.stream().map(each -> each.recall(label)).toList()));
      }
    }
    Table table = new Table("differences-seeds", head("Points", names), rows);
    sheet.add(Html.card(sheet.table(table)));
    sheet.note(
        "Means over the seeds, each setting minus %s, with 95 %% intervals by Welch's t."
            .formatted(seeds.get(0).names().get(1)));
  }

  private static List<String> head(String first, List<String> names) {
    List<String> head = new ArrayList<>(List.of(first));
    names.forEach(name -> head.addAll(List.of(name, "95 % of " + name)));
    return head;
  }

  private static List<Cell> row(String name, List<SeedComparison.Difference> differences) {
    List<Cell> row = new ArrayList<>(List.of(Cell.of(name)));
    differences.forEach(d -> row.addAll(difference(d.value(), d.interval())));
    return row;
  }

  private static List<Cell> difference(double value, Interval interval) {
    return List.of(Cell.number("%+.2f", 100 * value), Cell.of(Html.percent(interval)));
  }
}
