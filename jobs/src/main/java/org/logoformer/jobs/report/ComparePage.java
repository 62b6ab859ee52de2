package org.logoformer.jobs.report;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.logoformer.jobs.page.Cell;
import org.logoformer.jobs.page.Html;
import org.logoformer.jobs.page.Sheet;
import org.logoformer.jobs.page.Table;
import org.logoformer.jobs.picture.CurvePicture;
import org.logoformer.jobs.picture.CurvePicture.Line;
import org.logoformer.jobs.run.Evaluation;
import org.logoformer.jobs.run.Protocol;
import org.logoformer.jobs.run.Protocols;
import org.logoformer.jobs.run.SeedMetrics;
import org.logoformer.jobs.run.SeedMetrics.Estimate;
import org.logoformer.train.metrics.EpochPoint;

/**
 * Some runs side by side: what they reached, how they got there, and in which settings they differ.
 */
final class ComparePage {
  static final String TITLE = "Comparison";

  /** Keys that say where a run lies, not what it is. */
  private static final Set<String> PLACES = Set.of("run.name", "run.dir");

  private final Sheet sheet = new Sheet();
  private final List<RunRecord> runs;

  private ComparePage(List<RunRecord> runs) {
    this.runs = runs;
  }

  /**
   * The page of some runs.
   *
   * @param seeds what those of them reached together that differ in their seed, by name
   * @param differences between them
   */
  static Sheet of(
      Map<String, SeedMetrics> seeds, List<RunRecord> runs, DifferenceSection differences) {
    ComparePage page = new ComparePage(runs);
    String names = runs.stream().map(RunRecord::name).collect(Collectors.joining(", "));
    page.sheet.add(Html.header(TITLE, names));
    page.seeds(seeds);
    page.results();
    page.curves();
    page.classes();
    differences.add(page.sheet);
    FeatureSection.addEach(page.sheet, runs);
    page.settings();
    return page.sheet;
  }

  private void seeds(Map<String, SeedMetrics> seeds) {
    if (seeds.isEmpty()) {
      return;
    }
    List<List<Cell>> rows = new ArrayList<>();
    seeds.forEach(
        (name, of) -> {
          for (Protocol p : of.protocols()) {
            Estimate uar = of.by(p, Protocols.Result::uar);
            Estimate war = of.by(p, Protocols.Result::war);
            rows.add(
                List.of(
                    Cell.of(name),
                    Cell.of(p.label()),
                    Cell.of(of.seeds().size()),
                    Cell.percent(uar.spread()),
                    Cell.of(Html.percent(uar.interval())),
                    Cell.percent(war.spread()),
                    Cell.of(Html.percent(war.interval()))));
          }
        });
    List<String> head =
        List.of(
            "Runs", "Epoch chosen by", "Seeds", "UAR, %", "95 % of UAR", "WAR, %", "95 % of WAR");
    sheet.heading("Seeds");
    sheet.add(Html.card(sheet.table(new Table("seeds", head, rows))));
    sheet.note(
        "Mean ± standard deviation over the seeds, and where the mean lies with a confidence of 95 % (Student's t).");
  }

  private void results() {
    List<List<Cell>> rows = new ArrayList<>();
    for (RunRecord run : runs) {
      boolean tested = !run.tests().isEmpty();
      rows.add(
          List.of(
              Cell.of(run.name()),
              Cell.of(run.network()),
              Cell.of(run.tests().size()),
              Cell.of(run.pooled().map(Evaluation::clips).orElse(0L)),
              tested ? Cell.percent(run.spread(Evaluation::uar)) : Cell.of("–"),
              tested ? Cell.percent(run.spread(Evaluation::war)) : Cell.of("–"),
              Cell.of(run.folds().stream().mapToInt(f -> f.epochs().size()).max().orElse(0)),
              Cell.number("%.1f", mean(run, EpochPoint::clipsPerSecond))));
    }
    List<String> head =
        List.of(
            "Run", "Network", "Folds", "Clips", "UAR, %", "WAR, %", "Epochs", "Clips per second");
    sheet.heading("Results");
    sheet.add(Html.card(sheet.table(new Table("runs", head, rows))));
    sheet.note("UAR and WAR of the last epoch; of several folds their mean ± standard deviation.");
  }

  private static double mean(RunRecord run, ToDoubleFunction<EpochPoint> value) {
    return run.folds().stream()
        .flatMap(f -> f.epochs().stream())
        .mapToDouble(value)
        .average()
        .orElse(Double.NaN);
  }

  private void curves() {
    sheet.heading("Training");
    sheet.pair(
        curve("loss", "Training loss", EpochPoint::loss),
        curve("uar", "UAR, %", e -> 100 * e.uar()),
        curve("war", "WAR, %", e -> 100 * e.war()));
    if (runs.stream().anyMatch(run -> run.folds().size() > 1)) {
      sheet.note("Of several folds the mean, in epochs that all of them have.");
    }
  }

  private String curve(String name, String title, ToDoubleFunction<EpochPoint> value) {
    List<Line> lines = runs.stream().map(run -> line(run, value)).toList();
    return sheet.picture(
        name, format -> CurvePicture.drawing(format, title, "epoch", lines, Double.NaN));
  }

  private static Line line(RunRecord run, ToDoubleFunction<EpochPoint> value) {
    Map<Integer, List<Double>> byEpoch = new TreeMap<>();
    for (FoldRecord fold : run.folds()) {
      for (EpochPoint epoch : fold.epochs()) {
        byEpoch
            .computeIfAbsent(epoch.epoch(), e -> new ArrayList<>())
            .add(value.applyAsDouble(epoch));
      }
    }
    byEpoch
        .values()
        .removeIf(
            v -> v.size() < run.folds().size() || !v.stream().allMatch(x -> Double.isFinite(x)));
    return new Line(
        run.name(),
        byEpoch.keySet().stream().map(e -> (double) e).toList(),
        byEpoch.values().stream()
            .map(v -> v.stream().mapToDouble(x -> x).average().orElseThrow())
            .toList());
  }

  /** Recalls by class, if all runs have the same classes. */
  private void classes() {
    List<RunRecord> tested = runs.stream().filter(run -> run.pooled().isPresent()).toList();
    List<Evaluation> tests = tested.stream().map(run -> run.pooled().orElseThrow()).toList();
    if (tests.stream().map(Evaluation::classes).distinct().count() != 1) {
      return;
    }
    List<String> head = new ArrayList<>(List.of("Class, recall in %"));
    tested.forEach(run -> head.add(run.name()));
    List<List<Cell>> rows =
        IntStream.range(0, tests.get(0).classes().size())
            .mapToObj(
                c -> {
                  List<Cell> row = new ArrayList<>();
                  row.add(Cell.of(tests.get(0).classes().get(c)));
                  tests.forEach(test -> row.add(Cell.percent(test.recall(c))));
                  return row;
                })
            .toList();
    sheet.heading("Classes");
    sheet.add(Html.card(sheet.table(new Table("classes", head, rows))));
    if (runs.stream().anyMatch(run -> run.folds().size() > 1)) {
      sheet.note("Of several folds all predictions counted together.");
    }
  }

  private void settings() {
    List<Config> configs = runs.stream().map(r -> ConfigFactory.parseString(r.config())).toList();
    Set<String> keys = new TreeSet<>();
    configs.forEach(c -> c.entrySet().forEach(e -> keys.add(e.getKey())));
    keys.removeAll(PLACES);
    List<List<Cell>> rows = new ArrayList<>();
    for (String key : keys) {
      List<String> values =
          configs.stream()
              .map(c -> c.hasPath(key) ? c.getValue(key).unwrapped().toString() : "–")
              .toList();
      if (values.stream().distinct().count() > 1) {
        List<Cell> row = new ArrayList<>(List.of(Cell.of(key)));
        values.forEach(value -> row.add(Cell.of(value)));
        rows.add(row);
      }
    }
    List<String> head = new ArrayList<>(List.of("Key"));
    runs.forEach(run -> head.add(run.name()));
    sheet.heading("Settings that differ");
    if (rows.isEmpty()) {
      sheet.note("None.");
    } else {
      sheet.add(Html.card(sheet.table(new Table("settings", head, rows))));
    }
  }
}
