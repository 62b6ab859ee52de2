package org.logoformer.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.logoformer.jobs.page.Cell;
import org.logoformer.jobs.page.Html;
import org.logoformer.jobs.page.Sheet;
import org.logoformer.jobs.page.Table;
import org.logoformer.jobs.run.Evaluation;
import org.logoformer.metrics.Interval;
import org.logoformer.metrics.Intervals;

/** Networks that were evaluated together: each alone, and below them the ensemble. */
final class EnsembleSection {
  private static final String WEIGHTS = "evaluate.weights";
  private static final String TOGETHER = "All together";

  private EnsembleSection() {}

  static void add(Sheet sheet, RunRecord run) {
    run.others().stream()
        .filter(other -> !other.members().isEmpty())
        .forEach(ensemble -> add(sheet, ensemble));
  }

  private static void add(Sheet sheet, OtherEvaluation ensemble) {
    sheet.heading("Ensemble " + ensemble.name());
    sheet.add(Html.card(sheet.table(figures(ensemble))));
    recalls(ensemble).ifPresent(table -> sheet.add(Html.card(sheet.table(table))));
    Evaluation.together(ensemble.tests()).ifPresent(all -> clips(sheet, ensemble.name(), all));
    String weights =
        ensemble.members().stream()
            .map(m -> m.name() + " = " + m.settings().getOrDefault(WEIGHTS, "unknown"))
            .collect(Collectors.joining("; "));
    sheet.note(
        "The networks together predict by the mean of their probabilities. UAR and WAR of several folds are their mean ± standard deviation; recalls, macro F1, calibration error and intervals are those of all clips counted together. Weights: %s."
            .formatted(weights));
  }

  /** What the networks together take for what, and how well in each scene. */
  private static void clips(Sheet sheet, String name, Evaluation all) {
    String confusion =
        sheet.picture("ensemble-" + name + "-confusion", f -> RunPictures.confusion(f, all));
    if (all.byScene().isEmpty()) {
      sheet.add(confusion);
    } else {
      Table scenes = ResultSection.scenes("ensemble-" + name + "-scenes", all);
      sheet.pair(confusion, Html.card(sheet.table(scenes)));
    }
  }

  private static Table figures(OtherEvaluation ensemble) {
    List<String> head =
        List.of(
            "Network",
            "Clips",
            "UAR, %",
            "95 % of UAR",
            "WAR, %",
            "95 % of WAR",
            "Macro F1, %",
            "Calibration error, %");
    return new Table(
        "ensemble-" + ensemble.name(),
        head,
        ensemble.members().stream().map(m -> figures(m.name(), m)).toList(),
        List.of(figures(TOGETHER, ensemble)));
  }

  private static List<Cell> figures(String name, OtherEvaluation of) {
    Optional<Evaluation> all = Evaluation.together(of.tests());
    Optional<Intervals> intervals = all.flatMap(Evaluation::intervals);
    return List.of(
        Cell.of(name),
        all.map(test -> Cell.of(test.clips())).orElse(Cell.of("–")),
        Cell.percent(of.uar()),
        interval(intervals.map(Intervals::uar)),
        Cell.percent(of.war()),
        interval(intervals.map(Intervals::war)),
        Cell.percent(all.map(test -> test.matrix().macroF1()).orElse(Double.NaN)),
        Cell.percent(all.map(test -> test.calibration().error()).orElse(Double.NaN)));
  }

  private static Cell interval(Optional<Interval> interval) {
    return Cell.of(interval.map(Html::percent).orElse("–"));
  }

  /** Empty if a network's own file is not there. */
  private static Optional<Table> recalls(OtherEvaluation ensemble) {
    List<OtherEvaluation> all = new ArrayList<>(ensemble.members());
    all.add(ensemble);
    if (all.stream().anyMatch(each -> each.tests().isEmpty())) {
      return Optional.empty();
    }
    List<String> head = new ArrayList<>(List.of("Recall, %"));
    head.addAll(ensemble.tests().get(0).classes());
    return Optional.of(
        new Table(
            "ensemble-" + ensemble.name() + "-recalls",
            head,
            ensemble.members().stream().map(m -> recalls(m.name(), m)).toList(),
            List.of(recalls(TOGETHER, ensemble))));
  }

  private static List<Cell> recalls(String name, OtherEvaluation of) {
    Evaluation all = Evaluation.together(of.tests()).orElseThrow();
    List<Cell> row = new ArrayList<>(List.of(Cell.of(name)));
    for (int c = 0; c < all.classes().size(); c++) {
      row.add(Cell.percent(all.recall(c)));
    }
    return row;
  }
}
