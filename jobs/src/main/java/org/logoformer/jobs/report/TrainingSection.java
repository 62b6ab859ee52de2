package org.logoformer.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.logoformer.jobs.page.Cell;
import org.logoformer.jobs.page.Html;
import org.logoformer.jobs.page.Sheet;
import org.logoformer.jobs.page.Table;
import org.logoformer.train.metrics.EpochPoint;

/** How training went, epoch by epoch. */
final class TrainingSection {
  private TrainingSection() {}

  static void add(Sheet sheet, RunRecord run) {
    List<FoldRecord> logged = run.folds().stream().filter(f -> !f.epochs().isEmpty()).toList();
    if (logged.isEmpty()) {
      return;
    }
    sheet.heading("Training");
    sheet.pair(pictures(sheet, logged));
    for (FoldRecord fold : logged) {
      String name = logged.size() > 1 ? " of " + fold.name() : "";
      sheet.add(
          "<details class=\"card\"><summary>Epoch by epoch%s</summary>%s</details>\n"
              .formatted(Html.text(name), sheet.table(epochs(fold))));
    }
  }

  /** Of several folds a line each. */
  private static String[] pictures(Sheet sheet, List<FoldRecord> folds) {
    boolean tested = folds.stream().anyMatch(f -> f.last().isPresent());
    List<String> shown = new ArrayList<>();
    shown.add(sheet.picture("loss", f -> RunPictures.loss(f, folds)));
    if (tested && folds.size() == 1) {
      shown.add(sheet.picture("recall", f -> RunPictures.recall(f, folds.get(0))));
    } else if (tested) {
      shown.add(sheet.picture("uar", f -> RunPictures.uar(f, folds)));
      shown.add(sheet.picture("war", f -> RunPictures.war(f, folds)));
    }
    if (any(folds, e -> !Double.isNaN(e.lr()))) {
      shown.add(sheet.picture("learning-rate", f -> RunPictures.rate(f, folds)));
    }
    if (any(folds, e -> e.times().total() > 0)) {
      shown.add(sheet.picture("overheads", f -> RunPictures.overheads(f, folds)));
    }
    return shown.toArray(String[]::new);
  }

  private static boolean any(List<FoldRecord> folds, Predicate<EpochPoint> epoch) {
    return folds.stream().flatMap(f -> f.epochs().stream()).anyMatch(epoch);
  }

  private static Table epochs(FoldRecord fold) {
    List<List<Cell>> rows = new ArrayList<>();
    for (EpochPoint e : fold.epochs()) {
      rows.add(
          List.of(
              Cell.of(e.epoch()),
              Cell.number("%.4f", e.loss()),
              Cell.percent(e.uar()),
              Cell.percent(e.war()),
              Cell.number("%.3g", e.lr()),
              Cell.number("%.1f", e.clipsPerSecond()),
              Cell.number("%.1f", e.seconds()),
              Cell.of(e.time().map(Object::toString).orElse(""))));
    }
    List<String> head =
        List.of(
            "Epoch",
            "Loss",
            "UAR, %",
            "WAR, %",
            "Learning rate",
            "Clips per second",
            "Seconds",
            "Ended (UTC)");
    return new Table(fold.name() + "-epochs", head, rows);
  }
}
