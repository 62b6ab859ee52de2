package org.logoformer.prep;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.logoformer.config.PrepConfig.Column;

/**
 * The lines of lists, taken to pieces.
 *
 * @param rows in the order of lists and lines
 * @param faults of the lines that are not of the form of the others
 * @param text of the forms
 */
record ListRows(List<ListRow> rows, Map<ListLine, String> faults, String text) {
  /**
   * Reads lists: by their header, by the columns that are given, or by what most lines have.
   *
   * @param columns empty if none are given
   * @throws org.logoformer.error.DataException if the form of the lines cannot be told
   */
  static ListRows read(List<ListFile> lists, List<Column> columns, Recognition recognition) {
    Map<ListFile, ListForm> forms = new HashMap<>();
    List<ListLine> without = new ArrayList<>();
    Map<ListFile, List<ListLine>> lines = new HashMap<>();
    for (ListFile list : lists) {
      Optional<ListForm> header = ListForm.ofHeader(list.lines().get(0));
      lines.put(list, list.lines().subList(header.isPresent() ? 1 : 0, list.lines().size()));
      if (header.isPresent() && columns.isEmpty()) {
        forms.put(list, header.get());
      } else {
        without.addAll(lines.get(list));
      }
    }
    if (!without.isEmpty()) {
      ListForm form =
          columns.isEmpty() ? recognition.of(without) : recognition.of(without, columns);
      lists.forEach(list -> forms.putIfAbsent(list, form));
    }
    List<ListRow> rows = new ArrayList<>();
    Map<ListLine, String> faults = new LinkedHashMap<>();
    Set<String> texts = new LinkedHashSet<>();
    Set<ListRow> doubtful = new LinkedHashSet<>();
    for (ListFile list : lists) {
      ListForm form = forms.get(list);
      if (form == null) {
        continue; // a header alone
      }
      texts.add(form.text());
      for (ListLine line : lines.get(list)) {
        try {
          ListRow row = form.row(line);
          rows.add(row);
          if (form.mayHaveOtherSplit(line)) {
            doubtful.add(row);
          }
        } catch (ListForm.Misfit e) {
          faults.put(line, e.getMessage());
        }
      }
    }
    refuseOtherSplits(rows, doubtful, recognition.labels().names(), faults);
    return new ListRows(rows, faults, String.join(" and as ", texts));
  }

  // What no other line has for a label is a split, with a typing error perhaps, and would become a
  // class.
  private static void refuseOtherSplits(
      List<ListRow> rows, Set<ListRow> doubtful, List<String> known, Map<ListLine, String> faults) {
    if (rows.stream().noneMatch(ListRow::hasSplit)) {
      return;
    }
    Set<String> labels =
        rows.stream()
            .filter(row -> !doubtful.contains(row))
            .map(ListRow::label)
            .collect(Collectors.toCollection(HashSet::new));
    labels.addAll(known);
    doubtful.removeIf(row -> labels.contains(row.label()));
    doubtful.forEach(
        row ->
            faults.put(
                row.line(),
                ListForm.noSplit(row.label())
                    + "; if it is a label, put the path, which has blanks then, in quotes"));
    rows.removeAll(doubtful);
  }

  void report(ListErrors errors) {
    faults.forEach(errors::add);
  }

  List<String> labels() {
    return rows.stream().map(ListRow::label).toList();
  }

  List<String> paths() {
    return rows.stream().map(ListRow::path).toList();
  }
}
