package org.logoformer.prep;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.logoformer.config.PrepConfig.Column;
import org.logoformer.error.DataException;
import org.logoformer.error.Message;

/**
 * Tells the form of lists without a header: that which most lines have. Of several, those whose
 * paths lead to a clip, and of these the one with most columns; if that leaves several, none.
 *
 * @param isThere whether a path leads to something
 */
record Recognition(ListLabels labels, Predicate<String> isThere) {
  /** Paths that are looked at on disk. */
  private static final int PROBES = 5;

  private static final List<List<Column>> KNOWN =
      List.of(
          List.of(Column.PATH, Column.LABEL, Column.SPLIT),
          List.of(Column.PATH, Column.FRAMES, Column.LABEL, Column.SPLIT),
          List.of(Column.PATH, Column.LABEL, Column.FOLD),
          List.of(Column.PATH, Column.FRAMES, Column.LABEL, Column.FOLD),
          List.of(Column.PATH, Column.LABEL, Column.SPLIT, Column.FOLD),
          List.of(Column.PATH, Column.LABEL, Column.FOLD, Column.SPLIT));

  private record Candidate(ListForm form, List<ListRow> rows, int fitting) {
    boolean isThere(Predicate<String> there) {
      int probes = Math.min(PROBES, rows.size());
      return IntStream.range(0, probes)
          .mapToObj(i -> rows.get(i * rows.size() / probes).path())
          .anyMatch(there);
    }
  }

  /**
   * The form of lines whose columns are known.
   *
   * @throws DataException if it is not the form of most lines
   */
  ListForm of(List<ListLine> lines, List<Column> columns) {
    return narrowed(lines, best(lines, List.of(columns))).get(0).form;
  }

  /**
   * The form of lines.
   *
   * @throws DataException if the lines do not tell
   */
  ListForm of(List<ListLine> lines) {
    List<Candidate> best = narrowed(lines, best(lines, KNOWN));
    List<String> texts = best.stream().map(c -> c.form.text()).toList();
    if (best.size() > 1 && best.stream().noneMatch(c -> labels.lackNames(labelsOf(c.rows)))) {
      throw new DataException(
          Message.of(
              "%s can be read as %s: say what the columns hold, prep.columns = [path, ..] (%s)",
              lines.get(0).place(), String.join(" or as ", texts), lines.get(0).text()));
    }
    return best.get(0).form;
  }

  private List<Candidate> best(List<ListLine> lines, List<List<Column>> shapes) {
    // By form: two shapes are one where no line has the split.
    Map<ListForm, Candidate> candidates = new LinkedHashMap<>();
    for (Delimiter delimiter : Delimiter.values()) {
      if (lines.stream().anyMatch(line -> delimiter.isIn(line.text()))) {
        for (List<Column> columns : shapes) {
          Candidate candidate = candidate(new ListForm(delimiter, columns), lines);
          if (shapes.size() == 1 || areFolds(candidate.rows)) {
            candidates.putIfAbsent(candidate.form, candidate);
          }
        }
      }
    }
    int most = candidates.values().stream().mapToInt(Candidate::fitting).max().orElseThrow();
    return candidates.values().stream().filter(c -> c.fitting == most).toList();
  }

  private List<Candidate> narrowed(List<ListLine> lines, List<Candidate> best) {
    if (2 * best.get(0).fitting < lines.size()) {
      throw new DataException(
          Message.of(
              "%s: no form is that of most lines (%s); the best, %s, fits %d of %d: a line is 'path label',"
                  + " 'path label split', 'path label fold', 'path frames label' or 'path frames label fold'; say what it"
                  + " holds, prep.columns = [path, ..]",
              lines.get(0).place(),
              lines.get(0).text(),
              best.get(0).form.text(),
              best.get(0).fitting,
              lines.size()));
    }
    List<Candidate> found =
        best.size() == 1 ? best : best.stream().filter(c -> c.isThere(isThere)).toList();
    List<Candidate> left = found.isEmpty() ? best : found;
    int columns = left.stream().mapToInt(c -> c.form.columns().size()).max().orElseThrow();
    // A line with tabs is the same between blanks.
    Map<List<ListRow>, Candidate> readings = new LinkedHashMap<>();
    left.stream()
        .filter(c -> c.form.columns().size() == columns)
        .forEach(c -> readings.putIfAbsent(c.rows, c));
    return List.copyOf(readings.values());
  }

  private Candidate candidate(ListForm form, List<ListLine> lines) {
    List<ListRow> rows =
        lines.stream().map(line -> row(form, line)).flatMap(Optional::stream).toList();
    ListForm used = rows.stream().anyMatch(ListRow::hasSplit) ? form : form.withoutSplit();
    return new Candidate(used, rows, labels.fitting(labelsOf(rows)));
  }

  private static Optional<ListRow> row(ListForm form, ListLine line) {
    try {
      return Optional.of(form.row(line));
    } catch (ListForm.Misfit e) {
      return Optional.empty();
    }
  }

  private static List<String> labelsOf(List<ListRow> rows) {
    return rows.stream().map(ListRow::label).toList();
  }

  /** Whether the numbers, if there are any, can be those of folds: 0 or 1 and so on. */
  private static boolean areFolds(List<ListRow> rows) {
    TreeSet<Integer> folds =
        rows.stream()
            .filter(ListRow::hasFold)
            .map(ListRow::fold)
            .collect(Collectors.toCollection(TreeSet::new));
    return folds.isEmpty()
        || (folds.size() > 1
            && folds.first() <= 1
            && folds.last() - folds.first() == folds.size() - 1);
  }
}
