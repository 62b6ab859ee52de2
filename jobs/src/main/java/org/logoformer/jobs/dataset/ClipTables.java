package org.logoformer.jobs.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.logoformer.clip.Frames;
import org.logoformer.error.DataException;
import org.logoformer.jobs.page.Cell;
import org.logoformer.jobs.page.Html;
import org.logoformer.jobs.page.Sheet;
import org.logoformer.jobs.page.Table;
import org.logoformer.jobs.picture.BarPicture;
import org.logoformer.jobs.picture.Photos;
import org.logoformer.jobs.picture.Pictures;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.ShardSet;

/** Clips on the page: as rows of a table, as photos, as bars. */
final class ClipTables {
  /** Rows of a table on the page; its file has all. */
  static final int SHOWN = 50;

  private final Sheet sheet;
  private final List<ClipRecord> clips;
  private final List<String> classes;
  private final ShardSet set;

  ClipTables(Sheet sheet, Survey survey, ShardSet set) {
    this.sheet = sheet;
    this.clips = survey.manifest().clips();
    this.classes = survey.manifest().origin().classes().names();
    this.set = set;
  }

  ClipRecord clip(int index) {
    return clips.get(index);
  }

  /** Its id. */
  Cell name(int index) {
    return Cell.broken(clip(index).id());
  }

  /** Its split or fold. */
  Cell side(int index) {
    return Cell.name(SetCounts.side(clip(index)));
  }

  /** Its class. */
  Cell label(int index) {
    return Cell.name(classes.get(clip(index).label()));
  }

  /**
   * A table of clips: id, split, class, and more columns.
   *
   * @param name of its files
   */
  void add(String name, List<Integer> found, List<String> more, IntFunction<List<Cell>> values) {
    if (found.isEmpty()) {
      return;
    }
    List<List<Cell>> rows = new ArrayList<>();
    for (int index : found) {
      List<Cell> row = new ArrayList<>(List.of(name(index), side(index), label(index)));
      row.addAll(values.apply(index));
      rows.add(row);
    }
    List<String> columns = new ArrayList<>(List.of("Clip", "Split", "Class"));
    columns.addAll(more);
    sheet.add(Html.card(sheet.table(new Table(name, columns, rows), SHOWN)));
  }

  /** A table of more words than numbers, which begin at the left of their columns. */
  static String ofWords(String table) {
    return table
        .replaceFirst("<table class=\"wide\">", "<table class=\"wide facts\">")
        .replaceFirst("<table>", "<table class=\"facts\">");
  }

  /** Photos of clips, each with what is said of it. */
  void photos(List<Integer> shown, IntFunction<String> caption) {
    StringBuilder figures = new StringBuilder();
    for (int index : shown) {
      strip(index)
          .ifPresent(
              jpeg ->
                  figures.append(
                      "<figure>%s<figcaption>%s</figcaption></figure>"
                          .formatted(
                              Html.photo(jpeg, "Frames of " + clip(index).id()),
                              Html.text(caption.apply(index)))));
    }
    if (!figures.isEmpty()) {
      sheet.add(Html.card("<div class=\"photos\">" + figures + "</div>"));
    }
  }

  private Optional<byte[]> strip(int index) {
    try {
      Frames frames = ClipPhotos.of(set, clip(index));
      return Pictures.drawn(() -> Photos.strip(frames));
    } catch (DataException e) {
      return Optional.empty(); // Damaged clips have a table of their own.
    }
  }

  /** A picture of counts. */
  String bars(String name, String title, Map<String, Long> counts) {
    double all = Math.max(1, counts.values().stream().mapToLong(n -> n).sum());
    List<BarPicture.Bar> bars = new ArrayList<>();
    counts.forEach((range, n) -> bars.add(new BarPicture.Bar(range, n / all, Cell.of(n).text())));
    return sheet.picture(name, format -> BarPicture.drawing(format, title, bars));
  }
}
