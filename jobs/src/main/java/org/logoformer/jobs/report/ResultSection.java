package org.logoformer.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.logoformer.jobs.page.Cell;
import org.logoformer.jobs.page.Html;
import org.logoformer.jobs.page.Sheet;
import org.logoformer.jobs.page.Table;
import org.logoformer.jobs.run.Evaluation;
import org.logoformer.jobs.run.Protocol;
import org.logoformer.jobs.run.Protocols;
import org.logoformer.metrics.Interval;
import org.logoformer.metrics.Intervals;
import org.logoformer.train.metrics.EpochPoint;

/** What the tests found: per class, per scene, per fold, and what else was evaluated. */
final class ResultSection {
  private static final String LEVEL = "95 %";
  private static final List<Function<Evaluation, Double>> METRICS =
      List.of(Evaluation::uar, Evaluation::war);

  private ResultSection() {}

  static void add(Sheet sheet, RunRecord run) {
    Optional<Evaluation> pooled = run.pooled();
    if (pooled.isPresent()) {
      Evaluation test = pooled.get();
      classes(sheet, run, test);
      figures(sheet, test);
      scenes(sheet, test);
      folds(sheet, run, test);
      protocols(sheet, run.protocols(), run.tests().get(0).classes());
    }
  }

  /** The three results that one training has, a line each. */
  private static void protocols(Sheet sheet, Protocols protocols, List<String> classes) {
    if (protocols.all().isEmpty()) {
      return;
    }
    List<String> head = new ArrayList<>(List.of("Epoch chosen by"));
    head.addAll(classes);
    head.addAll(List.of("UAR, %", "WAR, %", "Epochs"));
    List<List<Cell>> rows = new ArrayList<>();
    for (Protocol protocol : protocols.all()) {
      List<Cell> row = new ArrayList<>(List.of(Cell.of(protocol.label())));
      for (int c = 0; c < classes.size(); c++) {
        row.add(Cell.percent(protocols.recall(protocol, c)));
      }
      row.add(Cell.percent(protocols.spread(protocol, Protocols.Result::uar)));
      row.add(Cell.percent(protocols.spread(protocol, Protocols.Result::war)));
      row.add(
          Cell.of(
              protocols.of(protocol).stream()
                  .map(r -> Integer.toString(r.epoch()))
                  .collect(Collectors.joining(", "))));
      rows.add(row);
    }
    sheet.heading("Protocols");
    sheet.add(Html.card(sheet.table(new Table("protocols", head, rows))));
    sheet.note(
        "Recalls, UAR and WAR in %, of several folds their means. Published results mostly are those of the best epoch on test, which the test set itself chooses; best epoch on validation is chosen on training clips that were held out (data.validation.fraction).");
  }

  /** As published tables have it. */
  private static void recalls(Sheet sheet, RunRecord run, Evaluation pooled) {
    List<String> head = new ArrayList<>(List.of("Recall, %"));
    head.addAll(pooled.classes());
    head.addAll(List.of("UAR", "WAR"));
    List<List<Cell>> rows = new ArrayList<>();
    for (FoldRecord fold : run.folds()) {
      fold.test().ifPresent(test -> rows.add(recalls(fold.name(), test)));
    }
    List<Cell> mean = new ArrayList<>(List.of(Cell.of("Mean")));
    for (int c = 0; c < pooled.classes().size(); c++) {
      int label = c;
      mean.add(
          Cell.percent(
              run.tests().stream()
                  .mapToDouble(test -> test.recall(label))
                  .filter(recall -> !Double.isNaN(recall))
                  .average()
                  .orElse(Double.NaN)));
    }
    mean.add(Cell.percent(run.spread(Evaluation::uar).mean()));
    mean.add(Cell.percent(run.spread(Evaluation::war).mean()));
    List<List<Cell>> last = List.of(mean, recalls("All clips together", pooled));
    sheet.add(Html.card(sheet.table(new Table("recalls", head, rows, last))));
  }

  private static List<Cell> recalls(String name, Evaluation test) {
    List<Cell> row = new ArrayList<>(List.of(Cell.of(name)));
    for (int c = 0; c < test.classes().size(); c++) {
      row.add(Cell.percent(test.recall(c)));
    }
    row.add(Cell.percent(test.uar()));
    row.add(Cell.percent(test.war()));
    return row;
  }

  private static void classes(Sheet sheet, RunRecord run, Evaluation test) {
    List<Interval> recalls = test.intervals().map(Intervals::recalls).orElse(List.of());
    boolean sure = recalls.size() == test.classes().size();
    List<List<Cell>> rows = new ArrayList<>();
    for (int c = 0; c < test.classes().size(); c++) {
      List<Cell> row = new ArrayList<>();
      row.add(Cell.of(test.classes().get(c)));
      row.add(Cell.of(test.clips(c)));
      row.add(Cell.bar(test.recall(c)));
      if (sure) {
        row.add(interval(Optional.of(recalls.get(c))));
      }
      row.add(Cell.percent(test.matrix().precision(c)));
      row.add(Cell.percent(test.matrix().f1(c)));
      rows.add(row);
    }
    boolean pooled = run.tests().size() > 1;
    List<Cell> mean = new ArrayList<>();
    mean.add(Cell.of(pooled ? "Mean of these" : "Mean (UAR)"));
    mean.add(Cell.of(test.clips()));
    mean.add(Cell.bar(test.uar()));
    if (sure) {
      mean.add(interval(test.intervals().map(Intervals::uar)));
    }
    mean.add(Cell.empty());
    mean.add(Cell.percent(test.matrix().macroF1()));
    List<String> head = new ArrayList<>(List.of("Class", "Clips", "Recall, %"));
    if (sure) {
      head.add(LEVEL + " of recall");
    }
    head.addAll(List.of("Precision, %", "F1, %"));
    sheet.heading("Classes");
    sheet.pair(
        sheet.picture("confusion", f -> RunPictures.confusion(f, test)),
        Html.card(sheet.table(new Table("classes", head, rows, List.of(mean)))));
    if (pooled) {
      sheet.note(
          "The folds' predictions counted together, as if they were one test. The UAR of the run is the mean over its folds: %s %%."
              .formatted(Html.percent(run.spread(Evaluation::uar))));
    }
  }

  /** What is known of all clips together, and how sure it is. */
  private static void figures(Sheet sheet, Evaluation test) {
    List<List<Cell>> rows = new ArrayList<>();
    rows.add(figure("UAR", test.uar(), test.intervals().map(Intervals::uar)));
    rows.add(figure("WAR", test.war(), test.intervals().map(Intervals::war)));
    rows.add(figure("Macro F1", test.matrix().macroF1(), test.intervals().map(Intervals::macroF1)));
    boolean isCalibrated = test.calibration().clips() > 0;
    if (isCalibrated) {
      rows.add(figure("Calibration error", test.calibration().error(), Optional.empty()));
    }
    List<String> head = List.of("Of all clips", "%", LEVEL + " interval");
    String table = Html.card(sheet.table(new Table("figures", head, rows)));
    sheet.heading("How sure");
    if (isCalibrated) {
      sheet.pair(sheet.picture("reliability", f -> RunPictures.reliability(f, test)), table);
    } else {
      sheet.add(table);
    }
    sheet.note(
        "Intervals are a bootstrap's over the clips; they tell nothing of other seeds. Calibration error: the mean distance between the confidence of predictions and the share of them that is right, in 15 ranges (Guo et al., 2017); bars show where the clips are.");
  }

  private static List<Cell> figure(String name, double share, Optional<Interval> interval) {
    return List.of(Cell.of(name), Cell.percent(share), interval(interval));
  }

  private static Cell interval(Optional<Interval> interval) {
    return Cell.of(interval.map(Html::percent).orElse("–"));
  }

  private static void scenes(Sheet sheet, Evaluation test) {
    if (!test.byScene().isEmpty()) {
      sheet.heading("Scenes");
      sheet.add(Html.card(sheet.table(scenes("scenes", test))));
      sheet.note("UAR is the mean over the classes that the scene has.");
    }
  }

  /**
   * A row for each scene.
   *
   * @param name of the table's files
   */
  static Table scenes(String name, Evaluation test) {
    boolean sure = !test.sceneIntervals().isEmpty();
    List<List<Cell>> rows = new ArrayList<>();
    test.byScene()
        .forEach(
            (scene, counts) -> {
              Optional<Intervals> intervals = Optional.ofNullable(test.sceneIntervals().get(scene));
              List<Cell> row = new ArrayList<>(List.of(Cell.of(scene), Cell.of(counts.clips())));
              row.add(Cell.bar(counts.uar()));
              if (sure) {
                row.add(interval(intervals.map(Intervals::uar)));
              }
              row.add(Cell.bar(counts.war()));
              if (sure) {
                row.add(interval(intervals.map(Intervals::war)));
              }
              rows.add(row);
            });
    List<String> head = new ArrayList<>(List.of("Scene", "Clips"));
    head.addAll(metrics(sure));
    return new Table(name, head, rows);
  }

  /** Names of the columns of UAR and WAR. */
  private static List<String> metrics(boolean sure) {
    return sure
        ? List.of("UAR, %", LEVEL + " of UAR", "WAR, %", LEVEL + " of WAR")
        : List.of("UAR, %", "WAR, %");
  }

  private static void folds(Sheet sheet, RunRecord run, Evaluation pooled) {
    boolean sure = run.tests().stream().anyMatch(test -> test.intervals().isPresent());
    List<List<Cell>> rows = run.folds().stream().map(fold -> row(fold, sure)).toList();
    List<String> head = new ArrayList<>(List.of("Fold", "Clips"));
    head.addAll(metrics(sure));
    head.addAll(List.of("Last epoch, UAR / WAR", "Best epoch, UAR / WAR"));
    List<Cell> mean = new ArrayList<>(List.of(Cell.of("Mean ± standard deviation"), Cell.empty()));
    for (Function<Evaluation, Double> metric : METRICS) {
      mean.add(Cell.percent(run.spread(metric)));
      if (sure) {
        mean.add(Cell.empty());
      }
    }
    mean.addAll(List.of(Cell.empty(), Cell.empty()));
    sheet.heading("Folds");
    List<List<Cell>> last = run.tests().size() > 1 ? List.of(mean) : List.of();
    sheet.add(Html.card(sheet.table(new Table("folds", head, rows, last))));
    if (run.tests().size() > 1) {
      recalls(sheet, run, pooled);
    }
    sheet.note(
        "The best epoch is chosen on the test set, as published results choose it; the last epoch is the one to trust.");
  }

  private static List<Cell> row(FoldRecord fold, boolean sure) {
    Optional<Evaluation> test = fold.test();
    Optional<Intervals> intervals = test.flatMap(Evaluation::intervals);
    List<Cell> row = new ArrayList<>();
    row.add(Cell.of(fold.name()));
    row.add(test.map(t -> Cell.of(t.clips())).orElse(Cell.of("–")));
    row.add(Cell.percent(test.map(Evaluation::uar).orElse(Double.NaN)));
    if (sure) {
      row.add(interval(intervals.map(Intervals::uar)));
    }
    row.add(Cell.percent(test.map(Evaluation::war).orElse(Double.NaN)));
    if (sure) {
      row.add(interval(intervals.map(Intervals::war)));
    }
    row.add(Cell.of(fold.last().map(ResultSection::pair).orElse("–")));
    row.add(Cell.of(fold.best().map(e -> pair(e) + " (epoch " + e.epoch() + ")").orElse("–")));
    return row;
  }

  /** Evaluations that are not the run's own. */
  static void others(Sheet sheet, RunRecord run) {
    if (run.others().isEmpty()) {
      return;
    }
    List<List<Cell>> rows =
        run.others().stream()
            .map(
                o ->
                    List.of(
                        Cell.of(o.name()),
                        Cell.broken(o.difference()),
                        Cell.of(String.join(", ", o.folds())),
                        Cell.percent(o.uar()),
                        Cell.percent(o.war())))
            .toList();
    sheet.heading("Other evaluations");
    List<String> head = List.of("Name", "Told apart by", "Folds", "UAR, %", "WAR, %");
    sheet.add(Html.card(sheet.table(new Table("other-evaluations", head, rows))));
    sheet.note(
        "These are not the figures of the run: they lie in its folder evaluations and count nowhere else on this page.");
  }

  private static String pair(EpochPoint e) {
    return Html.percent(e.uar()) + " / " + Html.percent(e.war());
  }
}
