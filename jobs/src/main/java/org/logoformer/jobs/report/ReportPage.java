package org.logoformer.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.logoformer.jobs.run.Evaluation;
import org.logoformer.jobs.run.Spread;
import org.logoformer.train.metrics.EpochPoint;

/** The report as one HTML page without a script and without anything to load. */
final class ReportPage {
  private final RunRecord run;
  private final Map<String, Themed> pictures;
  private final StringBuilder out = new StringBuilder();

  private ReportPage(RunRecord run, Map<String, Themed> pictures) {
    this.run = run;
    this.pictures = pictures;
  }

  /**
   * The page.
   *
   * @param pictures what {@link RunPictures} drew; a picture that is missing is left out
   */
  static byte[] html(RunRecord run, Map<String, Themed> pictures) {
    return new ReportPage(run, pictures).page();
  }

  private byte[] page() {
    header();
    curves();
    run.pooled().ifPresent(this::confusion);
    run.pooled().ifPresent(this::scenes);
    folds();
    others();
    time();
    provenance();
    return Html.page(run.name(), out.toString());
  }

  private void header() {
    out.append(Html.header(run.name(), subtitle())).append("<div class=\"tiles\">\n");
    if (!run.tests().isEmpty()) {
      out.append(Html.tile(Html.percent(spread(Evaluation::uar)), "UAR, %"));
      out.append(Html.tile(Html.percent(spread(Evaluation::war)), "WAR, %"));
      long clips = run.tests().stream().mapToLong(Evaluation::clips).sum();
      out.append(Html.tile(String.format(Locale.ROOT, "%,d", clips), "test clips"));
    }
    shuffled()
        .ifPresent(s -> out.append(Html.tile(Html.percent(s), "UAR with shuffled frames, %")));
    run.folds().stream()
        .flatMap(f -> f.best().stream())
        .findFirst()
        .filter(b -> run.folds().size() == 1)
        .ifPresent(
            b -> out.append(Html.tile(Html.percent(b.uar()), "best UAR, %, epoch " + b.epoch())));
    int epochs = run.folds().stream().mapToInt(f -> f.epochs().size()).max().orElse(0);
    out.append(Html.tile(Integer.toString(epochs), "epochs"));
    out.append("</div>\n");
  }

  private Optional<Spread> shuffled() {
    List<Double> former =
        run.folds().stream().flatMap(f -> f.shuffled().stream()).map(Evaluation::uar).toList();
    return run.others().stream()
        .filter(OtherEvaluation::isShuffleOnly)
        .map(OtherEvaluation::uar)
        .findFirst()
        .or(() -> former.isEmpty() ? Optional.empty() : Optional.of(Spread.of(former)));
  }

  private String subtitle() {
    String folds = run.folds().size() == 1 ? "one split" : run.folds().size() + " folds";
    String when = run.provenance().getOrDefault("started", "");
    return "LOGO-Former · " + folds + (when.isEmpty() ? "" : " · " + when);
  }

  private void curves() {
    List<FoldRecord> logged = run.folds().stream().filter(f -> !f.epochs().isEmpty()).toList();
    if (logged.isEmpty()) {
      return;
    }
    out.append("<h2>Training</h2>\n");
    for (FoldRecord fold : logged) {
      if (run.folds().size() > 1) {
        out.append("<h3>").append(Html.text(fold.name())).append("</h3>\n");
      }
      String loss = picture(RunPictures.loss(fold), "Training loss by epoch", 480);
      String recall = picture(RunPictures.recall(fold), "UAR and WAR by epoch", 480);
      if (!loss.isEmpty() || !recall.isEmpty()) {
        out.append("<div class=\"pair\">").append(loss).append(recall).append("</div>\n");
      }
      out.append("<details class=\"card\"><summary>Epoch by epoch</summary>");
      out.append(epochTable(fold)).append("</details>\n");
    }
  }

  private static String epochTable(FoldRecord fold) {
    List<List<String>> rows = new ArrayList<>();
    for (EpochPoint e : fold.epochs()) {
      rows.add(
          List.of(
              Integer.toString(e.epoch()),
              number("%.4f", e.loss()),
              Html.percent(e.uar()),
              Html.percent(e.war()),
              number("%.1f", e.clipsPerSecond()),
              number("%.1f", e.seconds())));
    }
    return Html.table(
        List.of("Epoch", "Loss", "UAR, %", "WAR, %", "Clips per second", "Seconds"), rows);
  }

  private void confusion(Evaluation test) {
    out.append("<h2>Classes</h2>\n<div class=\"pair\">");
    out.append(picture(RunPictures.CONFUSION, "Confusion matrix", 480));
    List<List<String>> rows =
        IntStream.range(0, test.classes().size())
            .mapToObj(
                c ->
                    List.of(
                        Html.text(test.classes().get(c)),
                        Long.toString(test.clips(c)),
                        Html.bar(test.recall(c))))
            .toList();
    boolean pooled = run.tests().size() > 1;
    String name = pooled ? "Mean of these" : "Mean (UAR)";
    List<String> mean = List.of(name, Long.toString(test.clips()), Html.bar(test.uar()));
    out.append(Html.card(Html.table(List.of("Class", "Clips", "Recall, %"), rows, mean)));
    out.append("</div>\n");
    if (pooled) {
      out.append("<p class=\"note\">The folds' predictions counted together, as if they were one ");
      out.append("test. The UAR of the run is the mean over its folds: ");
      out.append(Html.percent(spread(Evaluation::uar))).append(" %.</p>\n");
    }
  }

  private void scenes(Evaluation test) {
    if (test.scenes().isEmpty()) {
      return;
    }
    List<List<String>> rows =
        test.scenes().stream()
            .map(
                s ->
                    List.of(
                        Html.text(s.name()),
                        Long.toString(s.clips()),
                        Html.bar(s.uar()),
                        Html.bar(s.war())))
            .toList();
    out.append("<h2>Scenes</h2>\n");
    out.append(Html.card(Html.table(List.of("Scene", "Clips", "UAR, %", "WAR, %"), rows)));
    out.append("<p class=\"note\">UAR is the mean over the classes that the scene has.</p>\n");
  }

  private void folds() {
    if (run.tests().isEmpty()) {
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    for (FoldRecord fold : run.folds()) {
      rows.add(
          List.of(
              Html.text(fold.name()),
              fold.test().map(t -> Long.toString(t.clips())).orElse("–"),
              fold.test().map(t -> Html.percent(t.uar())).orElse("–"),
              fold.test().map(t -> Html.percent(t.war())).orElse("–"),
              fold.last().map(e -> pair(e)).orElse("–"),
              fold.best().map(e -> pair(e) + " (epoch " + e.epoch() + ")").orElse("–")));
    }
    List<String> head =
        List.of(
            "Fold", "Clips", "UAR, %", "WAR, %", "Last epoch, UAR / WAR", "Best epoch, UAR / WAR");
    List<String> mean =
        List.of(
            "Mean ± standard deviation",
            "",
            Html.percent(spread(Evaluation::uar)),
            Html.percent(spread(Evaluation::war)),
            "",
            "");
    out.append("<h2>Folds</h2>\n");
    String table = run.tests().size() > 1 ? Html.table(head, rows, mean) : Html.table(head, rows);
    out.append(Html.card(table));
    out.append("<p class=\"note\">The best epoch is chosen on the test set, as published results ");
    out.append("choose it; the last epoch is the one to trust.</p>\n");
  }

  private void others() {
    if (run.others().isEmpty()) {
      return;
    }
    List<List<String>> rows =
        run.others().stream()
            .map(
                o ->
                    List.of(
                        Html.text(o.name()),
                        Html.text(o.difference()),
                        Html.text(String.join(", ", o.folds())),
                        Html.percent(o.uar()),
                        Html.percent(o.war())))
            .toList();
    out.append("<h2>Other evaluations</h2>\n");
    out.append(
        Html.card(Html.table(List.of("Name", "Told apart by", "Folds", "UAR, %", "WAR, %"), rows)));
    out.append("<p class=\"note\">These are not the figures of the run: they lie in its folder ");
    out.append("evaluations and count nowhere else on this page.</p>\n");
  }

  private void time() {
    List<String> shown =
        run.folds().stream()
            .map(f -> picture(RunPictures.overhead(f), "Overheads by epoch", 480))
            .toList();
    out.append(TimeSection.html(run, shown));
  }

  private void provenance() {
    if (!run.provenance().isEmpty()) {
      List<List<String>> facts =
          run.provenance().entrySet().stream().map(e -> List.of(e.getKey(), e.getValue())).toList();
      out.append("<h2>Provenance</h2>\n").append(Html.card(Html.facts(facts)));
    }
    if (!run.config().isBlank()) {
      out.append("<h2>Configuration</h2>\n<details class=\"card\"><summary>Every key as it was ");
      out.append("resolved</summary><pre>")
          .append(Html.text(run.config()))
          .append("</pre></details>\n");
    }
  }

  private String picture(String name, String alternative, int width) {
    return Optional.ofNullable(pictures.get(name))
        .map(p -> Html.card(Html.picture(p, alternative, width)))
        .orElse("");
  }

  private Spread spread(Function<Evaluation, Double> metric) {
    return Spread.of(run.tests().stream().map(metric).toList());
  }

  private static String pair(EpochPoint e) {
    return Html.percent(e.uar()) + " / " + Html.percent(e.war());
  }

  private static String number(String format, double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
  }
}
