package org.logoformer.jobs.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.logoformer.jobs.page.Cell;
import org.logoformer.jobs.page.Html;
import org.logoformer.jobs.page.Sheet;
import org.logoformer.jobs.page.Table;
import org.logoformer.jobs.picture.AttentionFrames;
import org.logoformer.jobs.run.Evaluation;
import org.logoformer.jobs.run.Spread;

/** The report: its sections, from what is asked first to what is asked last. */
final class ReportPage {
  private ReportPage() {}

  static Sheet of(RunRecord run, List<AttentionFrames> attention) {
    Sheet sheet = new Sheet();
    header(sheet, run);
    TrainingSection.add(sheet, run);
    ResultSection.add(sheet, run);
    FeatureSection.add(sheet, run);
    AttentionSection.add(sheet, attention);
    PublishedSection.add(sheet, run);
    ResultSection.others(sheet, run);
    EnsembleSection.add(sheet, run);
    TimeSection.add(sheet, run);
    provenance(sheet, run);
    return sheet;
  }

  private static void header(Sheet sheet, RunRecord run) {
    sheet.add(Html.header(run.name(), subtitle(run)));
    sheet.add("<div class=\"tiles\">\n");
    if (!run.tests().isEmpty()) {
      sheet.add(Html.tile(Html.percent(run.spread(Evaluation::uar)), "UAR, %"));
      sheet.add(Html.tile(Html.percent(run.spread(Evaluation::war)), "WAR, %"));
      long clips = run.tests().stream().mapToLong(Evaluation::clips).sum();
      sheet.add(Html.tile(String.format(Locale.ROOT, "%,d", clips), "test clips"));
    }
    shuffled(run)
        .ifPresent(s -> sheet.add(Html.tile(Html.percent(s), "UAR with shuffled frames, %")));
    run.folds().stream()
        .flatMap(f -> f.best().stream())
        .findFirst()
        .filter(b -> run.folds().size() == 1)
        .ifPresent(
            b -> sheet.add(Html.tile(Html.percent(b.uar()), "best UAR, %, epoch " + b.epoch())));
    int epochs = run.folds().stream().mapToInt(f -> f.epochs().size()).max().orElse(0);
    sheet.add(Html.tile(Integer.toString(epochs), "epochs"));
    sheet.add("</div>\n");
  }

  private static Optional<Spread> shuffled(RunRecord run) {
    List<Double> former =
        run.folds().stream().flatMap(f -> f.shuffled().stream()).map(Evaluation::uar).toList();
    return run.others().stream()
        .filter(OtherEvaluation::isShuffleOnly)
        .map(OtherEvaluation::uar)
        .findFirst()
        .or(() -> former.isEmpty() ? Optional.empty() : Optional.of(Spread.of(former)));
  }

  private static String subtitle(RunRecord run) {
    String folds = run.folds().size() == 1 ? "one split" : run.folds().size() + " folds";
    String when = run.provenance().getOrDefault("started", "");
    return run.network() + " · " + folds + (when.isEmpty() ? "" : " · " + when);
  }

  private static void provenance(Sheet sheet, RunRecord run) {
    if (!run.provenance().isEmpty()) {
      List<List<Cell>> facts =
          run.provenance().entrySet().stream()
              .filter(e -> !e.getValue().isEmpty())
              .map(e -> List.of(Cell.of(e.getKey()), Cell.of(e.getValue())))
              .toList();
      sheet.heading("Provenance");
      String table = sheet.table(new Table("provenance", List.of("Fact", "Value"), facts));
      sheet.add(Html.card(table.replaceFirst("<table>", "<table class=\"facts\">")));
    }
    if (!run.config().isBlank()) {
      sheet.heading("Configuration");
      sheet.add(
          "<details class=\"card\"><summary>Every key as it was resolved</summary><pre>%s</pre></details>\n"
              .formatted(Html.text(run.config())));
    }
  }
}
