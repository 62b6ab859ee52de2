package org.logoformer.jobs.report;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.logoformer.jobs.page.Cell;
import org.logoformer.jobs.picture.BarPicture;
import org.logoformer.jobs.picture.BarPicture.Bar;
import org.logoformer.jobs.picture.ConfusionPicture;
import org.logoformer.jobs.picture.CurvePicture;
import org.logoformer.jobs.picture.CurvePicture.Line;
import org.logoformer.jobs.picture.Drawing;
import org.logoformer.jobs.picture.Format;
import org.logoformer.jobs.picture.ReliabilityPicture;
import org.logoformer.jobs.run.Evaluation;
import org.logoformer.train.metrics.EpochPoint;
import org.logoformer.train.round.Phase;
import org.logoformer.train.round.RoundTimes;

/** The pictures of a run; values are in the units of the tables. */
final class RunPictures {
  private static final String EPOCH = "epoch";

  private RunPictures() {}

  static Drawing confusion(Format format, Evaluation test) {
    return ConfusionPicture.drawing(format, test.classes(), test.matrix().counts());
  }

  static Drawing reliability(Format format, Evaluation test) {
    return ReliabilityPicture.drawing(format, test.calibration());
  }

  /** A line per fold. */
  static Drawing loss(Format format, List<FoldRecord> folds) {
    return perFold(format, "Training loss", folds, EpochPoint::loss);
  }

  /** UAR and WAR of one fold. */
  static Drawing recall(Format format, FoldRecord fold) {
    List<Line> lines =
        List.of(
            line("UAR", fold, RunPictures::uarPercent), line("WAR", fold, RunPictures::warPercent));
    return curves(format, "Test split, %", lines, Double.NaN);
  }

  /** A line per fold. */
  static Drawing uar(Format format, List<FoldRecord> folds) {
    return perFold(format, "UAR, %", folds, RunPictures::uarPercent);
  }

  /** A line per fold. */
  static Drawing war(Format format, List<FoldRecord> folds) {
    return perFold(format, "WAR, %", folds, RunPictures::warPercent);
  }

  private static double uarPercent(EpochPoint e) {
    return 100 * e.uar();
  }

  private static double warPercent(EpochPoint e) {
    return 100 * e.war();
  }

  private static Drawing perFold(
      Format format, String title, List<FoldRecord> folds, ToDoubleFunction<EpochPoint> value) {
    List<Line> lines = folds.stream().map(f -> line(f.name(), f, value)).toList();
    return curves(format, title, lines, Double.NaN);
  }

  /** A line per fold. */
  static Drawing rate(Format format, List<FoldRecord> folds) {
    List<Line> lines = folds.stream().map(f -> line(f.name(), f, EpochPoint::lr)).toList();
    double top =
        lines.stream().flatMap(l -> l.values().stream()).mapToDouble(v -> v).max().orElse(0);
    return curves(format, "Learning rate", lines, top);
  }

  /** Of several folds all overheads of each in one line. */
  static Drawing overheads(Format format, List<FoldRecord> folds) {
    return folds.size() == 1
        ? overheads(format, folds.get(0))
        : perFold(
            format,
            "Time not spent computing, %",
            folds,
            e -> share(e, 1 - e.times().share(Phase.COMPUTE)));
  }

  private static Drawing overheads(Format format, FoldRecord fold) {
    List<Line> lines =
        List.of(
            line("averaging", fold, e -> share(e, TimeSection.averaging(e.times()))),
            line("waiting for data", fold, e -> share(e, e.times().share(Phase.DATA))),
            line("stragglers", fold, e -> share(e, e.times().share(Phase.STRAGGLERS))));
    return curves(format, "Share of the time, %", lines, Double.NaN);
  }

  static Drawing split(Format format, RoundTimes times) {
    List<Bar> bars =
        List.of(
            bar("computing", times.share(Phase.COMPUTE)),
            bar("waiting for data", times.share(Phase.DATA)),
            bar("averaging", TimeSection.averaging(times)),
            bar("stragglers", times.share(Phase.STRAGGLERS)),
            bar("checkpoints", times.share(Phase.CHECKPOINT)));
    return BarPicture.drawing(format, "Share of the time of all epochs", bars);
  }

  private static Bar bar(String name, double share) {
    return new Bar(name, share, Cell.number("%.1f %%", 100 * share).text());
  }

  private static Drawing curves(Format format, String title, List<Line> lines, double top) {
    return CurvePicture.drawing(format, title, EPOCH, lines, top);
  }

  private static double share(EpochPoint epoch, double share) {
    return epoch.times().total() == 0 ? Double.NaN : 100 * share;
  }

  private static Line line(String name, FoldRecord fold, ToDoubleFunction<EpochPoint> value) {
    List<EpochPoint> points =
        fold.epochs().stream().filter(e -> Double.isFinite(value.applyAsDouble(e))).toList();
    return new Line(
        name,
        points.stream().map(e -> (double) e.epoch()).toList(),
        points.stream().map(value::applyAsDouble).toList());
  }
}
