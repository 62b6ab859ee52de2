package org.logoformer.jobs.sweep.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.logoformer.jobs.page.Cell;
import org.logoformer.jobs.page.Html;
import org.logoformer.jobs.page.Sheet;
import org.logoformer.jobs.page.Table;
import org.logoformer.jobs.picture.BarPicture;
import org.logoformer.jobs.picture.BarPicture.Bar;
import org.logoformer.jobs.picture.Dimension;
import org.logoformer.jobs.picture.Drawing;
import org.logoformer.jobs.picture.Format;
import org.logoformer.jobs.picture.ParallelPicture;
import org.logoformer.jobs.picture.ParallelPicture.Trace;

/** Where the trials lie in the space, and which of its axes matter. */
final class SpaceSection {
  private static final List<String> QUARTERS =
      List.of("best quarter", "second quarter", "third quarter", "last quarter");
  private static final String DIVERGED = "diverged";

  private SpaceSection() {}

  static void add(Sheet sheet, SweepRecord sweep) {
    List<Importance> importances = importances(sweep);
    sheet.heading("Where good trials lie");
    String lines = sheet.picture("parallel", f -> parallel(f, sweep));
    if (importances.isEmpty()) {
      sheet.pair(lines);
      sheet.note("Too few trials to tell which axes matter: that needs two for each value.");
      return;
    }
    String bars = sheet.picture("importance", f -> bars(f, importances));
    sheet.pair(lines, "<div>" + bars + Html.card(sheet.table(table(importances))) + "</div>");
    sheet.note(note(sweep));
  }

  private static Drawing parallel(Format format, SweepRecord sweep) {
    List<TrialRow> scored = sweep.scored();
    List<TrialRow> drawn =
        Stream.concat(
                // The best one first: the best that has finished, if one has.
                scored.stream().sorted(Comparator.comparingDouble(t -> -t.uar())),
                sweep.trials().stream().filter(t -> Double.isNaN(t.uar()) && t.is(DIVERGED)))
            .toList();
    List<Trace> traces = new ArrayList<>();
    for (int i = 0; i < drawn.size(); i++) {
      int quarter = i < scored.size() ? QUARTERS.size() * i / scored.size() : QUARTERS.size();
      traces.add(new Trace(drawn.get(i).name() + (i == 0 ? ", the best" : ""), quarter));
    }
    List<Dimension> axes = new ArrayList<>();
    sweep.axes().forEach(axis -> axes.add(axis.dimension(drawn)));
    axes.add(Dimension.linear("UAR, %", drawn.stream().mapToDouble(t -> 100 * t.uar()).toArray()));
    List<String> groups = new ArrayList<>(QUARTERS);
    if (drawn.size() > scored.size()) {
      groups.add(DIVERGED);
    }
    return ParallelPicture.drawing(format, "Trials, a line each", axes, traces, groups);
  }

  private static List<Importance> importances(SweepRecord sweep) {
    Optional<Integer> epoch = sweep.comparable();
    List<TrialRow> compared = sweep.trials().stream().filter(t -> isCompared(t, epoch)).toList();
    double[] scores =
        compared.stream()
            .mapToDouble(
                t ->
                    t.is(DIVERGED)
                        ? Double.NEGATIVE_INFINITY
                        : epoch.map(e -> t.scores().get(e)).orElse(t.uar()))
            .toArray();
    return sweep.axes().stream()
        .flatMap(axis -> Importance.of(axis, compared, scores).stream())
        .sorted(Comparator.comparingDouble(i -> -i.share()))
        .toList();
  }

  private static boolean isCompared(TrialRow trial, Optional<Integer> epoch) {
    return trial.is(DIVERGED)
        || epoch.map(e -> trial.scores().containsKey(e)).orElse(!Double.isNaN(trial.uar()));
  }

  private static Drawing bars(Format format, List<Importance> importances) {
    List<Bar> bars =
        importances.stream()
            .map(
                i ->
                    new Bar(
                        i.axis().key(), i.share(), Cell.number("%.0f %%", 100 * i.share()).text()))
            .toList();
    return BarPicture.drawing(format, "Importance, variance explained", bars);
  }

  private static Table table(List<Importance> importances) {
    List<List<Cell>> rows =
        importances.stream()
            .map(
                i ->
                    List.of(
                        Cell.of(i.axis().key()),
                        Cell.number("%.1f", 100 * i.share()),
                        Cell.number("%.3f", i.chance()),
                        Cell.of(i.best()),
                        Cell.of(i.levels()),
                        Cell.of(i.trials())))
            .toList();
    return new Table(
        "importance", List.of("Axis", "Share, %", "p", "Best level", "Levels", "Trials"), rows);
  }

  private static String note(SweepRecord sweep) {
    String score =
        sweep
            .comparable()
            .map(e -> "UAR after epoch %d, to which most trials came".formatted(e))
            .orElse("the last UAR");
    return """
        Quarters are by the last UAR. Importance: share of the variance of ranks that lies between the levels of an axis, eta squared of Kruskal and Wallis's H, \
        adjusted for chance (Tomczak and Tomczak, 2014), with its probability p by chance; a level is a value, or a quarter of the trials where numbers have more than four. \
        Score: %s; diverged trials count as the worst. Each axis is judged alone."""
        .formatted(score);
  }
}
