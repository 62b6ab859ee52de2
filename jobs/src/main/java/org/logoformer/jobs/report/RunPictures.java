package org.logoformer.jobs.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.logoformer.jobs.picture.ConfusionPicture;
import org.logoformer.jobs.picture.CurvePicture;
import org.logoformer.jobs.picture.Pictures;
import org.logoformer.jobs.run.Evaluation;
import org.logoformer.train.metrics.EpochPoint;
import org.logoformer.train.round.Phase;

/** The pictures of a run by name; the name is also the file name beside the report. */
final class RunPictures {
  static final String CONFUSION = "confusion.png";

  private RunPictures() {}

  static String loss(FoldRecord fold) {
    return fold.name() + "-loss.png";
  }

  static String recall(FoldRecord fold) {
    return fold.name() + "-recall.png";
  }

  static String overhead(FoldRecord fold) {
    return fold.name() + "-overhead.png";
  }

  /** Draws everything; empty on a machine that cannot draw text, which a message then says. */
  static Map<String, Themed> draw(RunRecord run) {
    return Pictures.drawn(() -> all(run)).orElse(Map.of());
  }

  private static Map<String, Themed> all(RunRecord run) {
    Map<String, Themed> pictures = new LinkedHashMap<>();
    run.pooled().ifPresent(test -> pictures.put(CONFUSION, confusion(test)));
    for (FoldRecord fold : run.folds()) {
      if (!fold.epochs().isEmpty()) {
        pictures.put(loss(fold), lossCurve(fold));
      }
      if (fold.epochs().stream().anyMatch(e -> e.times().total() > 0)) {
        pictures.put(overhead(fold), overheadCurve(fold));
      }
      if (fold.last().isPresent()) {
        pictures.put(recall(fold), recallCurve(fold));
      }
    }
    return pictures;
  }

  private static Themed confusion(Evaluation test) {
    return Themed.of(theme -> ConfusionPicture.png(test.classes(), test.counts(), theme));
  }

  private static Themed lossCurve(FoldRecord fold) {
    List<CurvePicture.Line> lines = List.of(line("loss", fold, EpochPoint::loss));
    return Themed.of(theme -> CurvePicture.png("Training loss", "epoch", lines, Double.NaN, theme));
  }

  private static Themed recallCurve(FoldRecord fold) {
    List<CurvePicture.Line> lines =
        List.of(line("UAR", fold, EpochPoint::uar), line("WAR", fold, EpochPoint::war));
    return Themed.of(theme -> CurvePicture.png("Test split", "epoch", lines, 1.0, theme));
  }

  private static Themed overheadCurve(FoldRecord fold) {
    List<CurvePicture.Line> lines =
        List.of(
            line("averaging", fold, e -> share(e, TimeSection.averaging(e.times()))),
            line("waiting for data", fold, e -> share(e, e.times().share(Phase.DATA))),
            line("stragglers", fold, e -> share(e, e.times().share(Phase.STRAGGLERS))));
    return Themed.of(
        theme -> CurvePicture.png("Share of the time, %", "epoch", lines, Double.NaN, theme));
  }

  private static double share(EpochPoint epoch, double share) {
    return epoch.times().total() == 0 ? Double.NaN : 100 * share;
  }

  private static CurvePicture.Line line(
      String name, FoldRecord fold, ToDoubleFunction<EpochPoint> value) {
    List<EpochPoint> points =
        fold.epochs().stream().filter(e -> Double.isFinite(value.applyAsDouble(e))).toList();
    return new CurvePicture.Line(
        name,
        points.stream().map(e -> (double) e.epoch()).toList(),
        points.stream().map(value::applyAsDouble).toList());
  }
}
