package org.logoformer.prep;

import static java.util.Map.entry;

import java.io.Serial;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.logoformer.config.PrepConfig.Column;
import org.logoformer.prep.Delimiter.Field;

/**
 * How the lines of a list are built. A split at the end may be missing. Between blanks a path that
 * has blanks itself needs no quotes, for all other columns are single words.
 *
 * @param columns with path and label
 */
record ListForm(Delimiter delimiter, List<Column> columns) {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  private static final Map<String, String> SPLITS =
      Map.ofEntries(
          entry("train", "train"),
          entry("training", "train"),
          entry("test", "test"),
          entry("testing", "test"),
          entry("val", "val"),
          entry("valid", "val"),
          entry("validation", "val"));

  /** Names in headers; where several name one column, the first of them does. */
  private static final Map<Column, List<String>> HEADINGS =
      Map.of(
          Column.PATH,
          List.of(
              "path",
              "video_path",
              "clip_path",
              "file_path",
              "filepath",
              "folder",
              "clip",
              "video",
              "video_name",
              "clip_name",
              "file_name",
              "filename",
              "file",
              "name"),
          Column.LABEL,
          List.of("label", "class", "emotion", "expression", "category"),
          Column.SPLIT,
          List.of("split", "subset", "partition", "set"),
          Column.FOLD,
          List.of("fold"),
          Column.FRAMES,
          List.of("frames", "num_frames", "n_frames", "total_frames", "frame_count"),
          Column.SCENE,
          List.of("scene"),
          Column.SUBJECT,
          List.of("subject", "subject_id", "person", "person_id", "speaker", "source", "movie"));

  /** That a line is not of the form, and why. */
  static final class Misfit extends Exception {
    @Serial private static final long serialVersionUID = 1;

    Misfit(String message) {
      super(message, null, false, false);
    }
  }

  ListForm {
    columns = List.copyOf(columns);
  }

  /** The form that the header of a list gives it; none if the line is no header. */
  static Optional<ListForm> ofHeader(ListLine line) {
    for (Delimiter delimiter : Delimiter.values()) {
      Optional<List<Field>> fields = delimiter.split(line.text());
      if (fields.isPresent()) {
        List<Column> columns = named(fields.get().stream().map(Field::text).toList());
        if (columns.contains(Column.PATH) && columns.contains(Column.LABEL)) {
          return Optional.of(new ListForm(delimiter, columns));
        }
      }
    }
    return Optional.empty();
  }

  private static List<Column> named(List<String> names) {
    List<Column> columns = new ArrayList<>(names.stream().map(n -> Column.OTHER).toList());
    List<String> known = names.stream().map(n -> n.toLowerCase(Locale.ROOT)).toList();
    HEADINGS.forEach(
        (column, headings) ->
            headings.stream()
                .mapToInt(known::indexOf)
                .filter(i -> i >= 0)
                .findFirst()
                .ifPresent(i -> columns.set(i, column)));
    return columns;
  }

  /**
   * Takes a line to pieces.
   *
   * @throws Misfit if it is of another form
   */
  ListRow row(ListLine line) throws Misfit {
    List<Field> fields =
        delimiter
            .split(line.text())
            .orElseThrow(() -> new Misfit("a quote is not closed, or something follows it"));
    if (columns.get(columns.size() - 1) != Column.SPLIT) {
      return row(line, fields, columns);
    }
    boolean given =
        fields.size() >= columns.size()
            && (endInSplit(fields)
                || (delimiter != Delimiter.BLANK && fields.size() == columns.size()));
    return row(line, fields, given ? columns : columns.subList(0, columns.size() - 1));
  }

  private static boolean endInSplit(List<Field> fields) {
    return SPLITS.containsKey(lower(fields.get(fields.size() - 1).text()));
  }

  /**
   * Whether a line has a word where others have the split, which is none: the path has a blank and
   * the word is the label, or it is a split that nobody knows.
   */
  boolean mayHaveOtherSplit(ListLine line) {
    return delimiter == Delimiter.BLANK
        && columns.get(columns.size() - 1) == Column.SPLIT
        && delimiter
            .split(line.text())
            .filter(fields -> fields.size() >= columns.size() && !endInSplit(fields))
            .isPresent();
  }

  /** That a word is no split. */
  static String noSplit(String word) {
    return "split '" + word + "' is none of train, test and val";
  }

  /** The same without a split at the end, which a list need not have. */
  ListForm withoutSplit() {
    int last = columns.size() - 1;
    return columns.get(last) == Column.SPLIT
        ? new ListForm(delimiter, columns.subList(0, last))
        : this;
  }

  /** Such as {@code 'path frames label', separated by blanks}. */
  String text() {
    String names = columns.stream().map(c -> lower(c.name())).collect(Collectors.joining(" "));
    return "'" + names + "', separated by " + delimiter.plural();
  }

  private ListRow row(ListLine line, List<Field> fields, List<Column> wanted) throws Misfit {
    int more = fields.size() - wanted.size();
    int path = wanted.indexOf(Column.PATH);
    if (more < 0 || (more > 0 && delimiter != Delimiter.BLANK)) {
      throw new Misfit("expected " + text() + ", but found " + fields.size() + " fields");
    }
    Map<Column, String> values = new EnumMap<>(Column.class);
    for (int i = 0; i < wanted.size(); i++) {
      values.put(wanted.get(i), fields.get(i <= path ? i : i + more).text());
    }
    if (more > 0) {
      List<Field> parts = fields.subList(path, path + more + 1);
      if (parts.stream().anyMatch(Field::quoted)) {
        throw new Misfit("expected " + text() + ", but more follows the quoted field");
      }
      values.put(Column.PATH, line.text().substring(parts.get(0).start(), parts.get(more).end()));
    }
    return row(line, values);
  }

  private static ListRow row(ListLine line, Map<Column, String> values) throws Misfit {
    Set<Column> filled = EnumSet.of(Column.PATH, Column.LABEL);
    for (Column column : filled) {
      if (values.get(column).isBlank()) {
        throw new Misfit("the " + lower(column.name()) + " is empty");
      }
    }
    for (Column column : EnumSet.of(Column.FRAMES, Column.FOLD)) {
      String value = values.getOrDefault(column, "0");
      if (!NUMBER.matcher(value).matches()) {
        throw new Misfit(lower(column.name()) + " '" + value + "' is no whole number");
      }
    }
    String split = values.getOrDefault(Column.SPLIT, "");
    if (values.containsKey(Column.SPLIT) && !SPLITS.containsKey(lower(split))) {
      throw new Misfit(noSplit(split));
    }
    String fold = values.get(Column.FOLD);
    return new ListRow(
        line,
        values.get(Column.PATH),
        values.get(Column.LABEL),
        SPLITS.getOrDefault(lower(split), ""),
        fold == null ? ListRow.NO_FOLD : Integer.parseInt(fold),
        values.getOrDefault(Column.SCENE, ""),
        values.getOrDefault(Column.SUBJECT, ""),
        Integer.parseInt(values.getOrDefault(Column.FRAMES, "0")));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
