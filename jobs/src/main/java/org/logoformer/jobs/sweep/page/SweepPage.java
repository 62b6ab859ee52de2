package org.logoformer.jobs.sweep.page;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.jobs.page.Cell;
import org.logoformer.jobs.page.Html;
import org.logoformer.jobs.page.Sheet;
import org.logoformer.jobs.page.Table;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.jobs.run.Spread;

/** The page about a sweep: its sections, from what is asked first to what is asked last. */
public final class SweepPage {
  /** What the name of a trial of {@code --retrain} begins with. */
  public static final String RETRAINED = "retrain-";

  private static final int BEST = 10;
  private static final String FINISHED = "finished";

  private final Sheet sheet = new Sheet();
  private final SweepRecord sweep;

  private SweepPage(SweepRecord sweep) {
    this.sweep = sweep;
  }

  /**
   * Writes the page, with its pictures and tables in a folder beside it, see {@link Sheet}.
   *
   * @throws org.logoformer.error.DataException if there is no sweep or its files are broken
   */
  public static void write(Configuration hadoop, RunFolder sweep, Path page) throws IOException {
    SweepRecord record = SweepRecord.read(sweep.folder().getFileSystem(hadoop), sweep);
    new SweepPage(record).sheet().write(hadoop, record.name(), page);
  }

  private Sheet sheet() {
    header();
    best();
    retrained();
    if (!sweep.scored().isEmpty() && !sweep.axes().isEmpty()) {
      SpaceSection.add(sheet, sweep);
    }
    RungSection.add(sheet, sweep);
    endedEarly();
    all();
    return sheet;
  }

  private void header() {
    sheet.add(Html.header(sweep.name(), subtitle()));
    sheet.add("<div class=\"tiles\">\n");
    sweep.trials().stream()
        .filter(t -> t.is(FINISHED))
        .findFirst()
        .ifPresent(
            t -> {
              sheet.add(Html.tile(Html.percent(t.uar()), "best UAR, %"));
              sheet.add(Html.tile(Html.percent(t.war()), "its WAR, %"));
            });
    byState().forEach((state, count) -> sheet.add(Html.tile(Long.toString(count), state)));
    double seconds = sweep.trials().stream().mapToDouble(TrialRow::seconds).sum();
    sheet.add(
        Html.tile(String.format(Locale.ROOT, "%.1f h", seconds / 3600), "training, all trials"));
    sheet.add("</div>\n");
  }

  private Map<String, Long> byState() {
    return sweep.trials().stream()
        .collect(Collectors.groupingBy(TrialRow::state, TreeMap::new, Collectors.counting()));
  }

  private String subtitle() {
    String trials = sweep.trials().size() + " trials";
    return sweep
        .config()
        .map(
            c ->
                "sweep of %s · %s · %s"
                    .formatted(
                        c.model().name(),
                        c.sweep().search().name().toLowerCase(Locale.ROOT),
                        trials))
        .orElse("sweep · " + trials);
  }

  private void best() {
    List<TrialRow> best = sweep.trials().stream().filter(t -> t.is(FINISHED)).limit(BEST).toList();
    sheet.heading("Best trials");
    if (best.isEmpty()) {
      sheet.note("No trial has finished.");
    } else {
      sheet.add(Html.card(sheet.table(table("best-trials", best))));
      sheet.note(
          "By UAR on the test clips. The best of many is in part the luckiest: 'logo sweep --retrain' trains it from other seeds.");
    }
  }

  private Table table(String name, List<TrialRow> trials) {
    List<String> head = new ArrayList<>(List.of("Trial", "UAR, %", "WAR, %", "Epochs", "Seconds"));
    sweep.axes().forEach(axis -> head.add(axis.key()));
    List<List<Cell>> rows = new ArrayList<>();
    for (TrialRow trial : trials) {
      List<Cell> row = new ArrayList<>();
      row.add(Cell.name(trial.name()));
      row.add(Cell.percent(trial.uar()));
      row.add(Cell.percent(trial.war()));
      row.add(Cell.of(trial.epochs()));
      row.add(Cell.number("%.1f", trial.seconds()));
      sweep.axes().forEach(axis -> row.add(Cell.of(trial.value(axis.key()))));
      rows.add(row);
    }
    return new Table(name, head, rows);
  }

  private void retrained() {
    Map<String, List<TrialRow>> byTrial =
        sweep.retrained().stream()
            .filter(t -> t.is(FINISHED))
            .collect(
                Collectors.groupingBy(
                    t -> t.name().replaceFirst("^" + RETRAINED, "").replaceFirst("-seed-.*", ""),
                    TreeMap::new,
                    Collectors.toList()));
    if (byTrial.isEmpty()) {
      return;
    }
    List<List<Cell>> rows = new ArrayList<>();
    byTrial.forEach(
        (name, seeds) ->
            rows.add(
                List.of(
                    Cell.name(name),
                    Cell.of(seeds.size()),
                    Cell.percent(Spread.of(seeds.stream().map(TrialRow::uar).toList())),
                    Cell.percent(Spread.of(seeds.stream().map(TrialRow::war).toList())))));
    sheet.heading("Trained again from other seeds");
    sheet.add(
        Html.card(
            sheet.table(
                new Table("retrained", List.of("Trial", "Seeds", "UAR, %", "WAR, %"), rows))));
    sheet.note("Mean ± standard deviation over the seeds.");
  }

  private void endedEarly() {
    List<List<Cell>> rows =
        sweep.trials().stream()
            .filter(t -> !t.reason().isEmpty())
            .sorted(Comparator.comparing(TrialRow::state))
            .map(
                t ->
                    List.of(
                        Cell.name(t.name()),
                        Cell.of(t.state()),
                        Cell.of(t.epochs()),
                        Cell.broken(t.reason())))
            .toList();
    if (!rows.isEmpty()) {
      sheet.heading("Why trials ended early");
      List<String> head = List.of("Trial", "State", "Epochs", "Reason");
      String table = sheet.table(new Table("reasons", head, rows));
      sheet.add(Html.card(table.replaceFirst("class=\"wide\"", "class=\"wide facts\"")));
    }
  }

  private void all() {
    sheet.heading("All trials");
    sheet.add(
        "<details class=\"card\"><summary>Every trial, best first</summary>%s</details>\n"
            .formatted(sheet.table(table("trials", sweep.trials()))));
    Optional<String> config = sweep.config().map(c -> c.redacted().render());
    config.ifPresent(
        text ->
            sheet.add(
                "<details class=\"card\"><summary>Every key as it was resolved</summary><pre>%s</pre></details>\n"
                    .formatted(Html.text(text))));
  }
}
