package org.logoformer.jobs.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.logoformer.clip.ClassMap;
import org.logoformer.jobs.page.Cell;
import org.logoformer.jobs.page.Html;
import org.logoformer.jobs.page.Sheet;
import org.logoformer.jobs.page.Table;
import org.logoformer.jobs.run.Evaluation;

/** Published results, with this run among them if it was tested on the same clips. */
final class PublishedSection {
  private static final String RESOURCE = "published.json";

  /** Clips that quarantine may have taken from a data set that is still called by its name. */
  private static final double TOLERANCE = 0.01;

  /** The data sets that results are published for. */
  private enum DataSet {
    /** One of five folds: 2,336 to 2,341 clips. */
    DFEW(2339, 5),
    FERV39K(7847, 1);

    private final int clips;
    private final int folds;

    DataSet(int clips, int folds) {
      this.clips = clips;
      this.folds = folds;
    }

    private boolean holds(RunRecord run) {
      return !run.tests().isEmpty()
          && run.tests().size() <= folds
          && run.tests().stream().allMatch(t -> Math.abs(t.clips() - clips) <= TOLERANCE * clips);
    }
  }

  private PublishedSection() {}

  /** Nothing if the run is of other classes, which figures of these data sets tell nothing of. */
  static void add(Sheet sheet, RunRecord run) {
    if (hasOtherClasses(run)) {
      return;
    }
    JsonNode published = published();
    List<List<Cell>> rows = new ArrayList<>();
    for (JsonNode row : published.path("rows")) {
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.of(row.path("method").asText()));
      cells.add(Cell.of(row.path("sampling").asText()));
      for (DataSet set : DataSet.values()) {
        JsonNode result = row.path(set.name().toLowerCase(Locale.ROOT));
        cells.add(number(result.path("uar")));
        cells.add(number(result.path("war")));
      }
      cells.add(number(row.path("gmacs")));
      rows.add(cells);
    }
    List<List<Cell>> own = new ArrayList<>();
    for (DataSet set : DataSet.values()) {
      if (set.holds(run)) {
        own.add(own(run, set));
      }
    }
    List<String> head =
        List.of(
            "Method",
            "Sampling",
            "DFEW UAR, %",
            "DFEW WAR, %",
            "FERV39K UAR, %",
            "FERV39K WAR, %",
            "GMACs");
    sheet.heading("Published results");
    sheet.add(Html.card(sheet.table(new Table("published", head, rows, own))));
    sheet.note(
        (own.isEmpty()
                ? "This run is not among them, for it was not tested on the clips of either data set. "
                : "")
            + published.path("source").asText());
  }

  private static boolean hasOtherClasses(RunRecord run) {
    return run.tests().stream().anyMatch(test -> !test.classes().equals(ClassMap.EMOTIONS.names()));
  }

  private static List<Cell> own(RunRecord run, DataSet set) {
    List<Cell> cells = new ArrayList<>();
    String folds =
        run.tests().size() < set.folds
            ? ", %d of %d folds".formatted(run.tests().size(), set.folds)
            : "";
    cells.add(Cell.of("This run" + folds));
    cells.add(Cell.empty());
    for (DataSet each : DataSet.values()) {
      cells.add(each == set ? Cell.percent(run.spread(Evaluation::uar)) : Cell.empty());
      cells.add(each == set ? Cell.percent(run.spread(Evaluation::war)) : Cell.empty());
    }
    cells.add(Cell.empty());
    return cells;
  }

  private static Cell number(JsonNode value) {
    return value.isNumber() ? Cell.number("%.2f", value.asDouble()) : Cell.empty();
  }

  private static JsonNode published() {
    try (InputStream in = PublishedSection.class.getResourceAsStream(RESOURCE)) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
