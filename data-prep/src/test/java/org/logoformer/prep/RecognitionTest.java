package org.logoformer.prep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.logoformer.config.LabelBase;
import org.logoformer.config.PrepConfig.Column;
import org.logoformer.error.DataException;

class RecognitionTest {
  private static final List<String> CLASSES = List.of("calm", "very tense", "glad");

  private static final List<List<Column>> FORMS =
      List.of(
          List.of(Column.PATH, Column.LABEL),
          List.of(Column.PATH, Column.LABEL, Column.SPLIT),
          List.of(Column.PATH, Column.FRAMES, Column.LABEL),
          List.of(Column.PATH, Column.LABEL, Column.FOLD),
          List.of(Column.PATH, Column.FRAMES, Column.LABEL, Column.FOLD),
          List.of(Column.PATH, Column.LABEL, Column.SPLIT, Column.FOLD));

  /** A clip and what any of the forms says of it. */
  private record Clip(String path, int label, String split, int frames) {}

  @Property(tries = 400)
  void aListIsReadAsItWasWrittenOrRefused(
      @ForAll("clips") List<Clip> clips,
      @ForAll("forms") List<Column> form,
      @ForAll Delimiter delimiter,
      @ForAll boolean numbers) {
    List<ListLine> lines = new ArrayList<>();
    for (Clip clip : clips) {
      int fold = lines.size() % 2 + 1;
      String text =
          form.stream()
              .map(column -> value(column, clip, fold, numbers))
              .map(value -> written(value, delimiter))
              .collect(Collectors.joining(separator(delimiter)));
      lines.add(new ListLine("list", lines.size() + 1, text.strip()));
    }
    ListForm read;
    try {
      ListLabels labels = new ListLabels(CLASSES, LabelBase.AUTO);
      read = new Recognition(labels, path -> false).of(lines);
    } catch (DataException e) {
      assertThat(numbers).as(e.getMessage()).isTrue();
      assertThat(e.getMessage()).contains("can be read as", "prep.columns");
      return;
    }
    assertThat(read.columns()).isEqualTo(form);
    for (int i = 0; i < lines.size(); i++) {
      assertThat(row(read, lines.get(i)).path()).isEqualTo(clips.get(i).path);
    }
  }

  @Provide
  Arbitrary<List<Column>> forms() {
    return Arbitraries.of(FORMS);
  }

  @Provide
  Arbitrary<List<Clip>> clips() {
    Arbitrary<String> path =
        Arbitraries.strings()
            .withChars("ab/. ,;\t\"\u00e9")
            .ofMinLength(1)
            .ofMaxLength(8)
            .map(text -> "x" + text + "y");
    return Combinators.combine(
            path,
            Arbitraries.integers().between(0, 2),
            Arbitraries.of("train", "test"),
            Arbitraries.integers().between(8, 60))
        .as(Clip::new)
        .list()
        .ofMinSize(2)
        .ofMaxSize(8);
  }

  private static String value(Column column, Clip clip, int fold, boolean numbers) {
    return switch (column) {
      case PATH -> clip.path;
      case LABEL -> numbers ? Integer.toString(clip.label) : CLASSES.get(clip.label);
      case SPLIT -> clip.split;
      case FOLD -> Integer.toString(fold);
      case FRAMES -> Integer.toString(clip.frames);
      default -> throw new IllegalArgumentException(column.toString());
    };
  }

  private static ListRow row(ListForm form, ListLine line) {
    try {
      return form.row(line);
    } catch (ListForm.Misfit e) {
      throw new AssertionError(line.text(), e);
    }
  }

  static String separator(Delimiter delimiter) {
    return switch (delimiter) {
      case TAB -> "\t";
      case COMMA -> ",";
      case SEMICOLON -> ";";
      case BLANK -> " ";
    };
  }

  /** As Python's csv module writes a field, and quoted where blanks would be lost. */
  static String written(String field, Delimiter delimiter) {
    String separator = separator(delimiter);
    boolean bare =
        !field.contains(separator)
            && !field.contains("\"")
            && field.equals(field.strip())
            && (delimiter != Delimiter.BLANK || field.chars().noneMatch(Character::isWhitespace));
    return bare ? field : "\"" + field.replace("\"", "\"\"") + "\"";
  }
}
