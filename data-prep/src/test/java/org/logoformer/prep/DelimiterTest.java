package org.logoformer.prep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.logoformer.config.PrepConfig.Column;
import org.logoformer.prep.Delimiter.Field;

class DelimiterTest {
  @Property(tries = 400)
  void whatAWriterOfCsvQuotesReadsBack(
      @ForAll("delimiters") Delimiter delimiter, @ForAll("fields") List<String> fields) {
    String line =
        fields.stream()
            .map(field -> RecognitionTest.written(field, delimiter))
            .collect(Collectors.joining(RecognitionTest.separator(delimiter)));

    assertThat(texts(delimiter, line.strip())).isEqualTo(fields);
  }

  @Property(tries = 400)
  void aPathWithBlanksReadsBackFromEveryForm(
      @ForAll("delimiters") Delimiter delimiter, @ForAll("field") String path) throws Exception {
    ListForm form = new ListForm(delimiter, List.of(Column.PATH, Column.FRAMES, Column.LABEL));
    String separator = RecognitionTest.separator(delimiter);
    String line = String.join(separator, RecognitionTest.written(path, delimiter), "16", "calm");

    ListRow row = form.row(new ListLine("list", 1, line.strip()));

    assertThat(row.path()).isEqualTo(path);
    assertThat(row.label()).isEqualTo("calm");
  }

  @Property(tries = 200)
  void betweenBlanksAPathNeedsNoQuotes(@ForAll("words") List<String> words) throws Exception {
    ListForm form = new ListForm(Delimiter.BLANK, List.of(Column.PATH, Column.LABEL));
    String path = String.join("  ", words);

    assertThat(form.row(new ListLine("list", 1, path + " \t calm")).path()).isEqualTo(path);
  }

  @Test
  void aQuoteThatIsNotClosedIsNoLine() {
    assertThat(Delimiter.COMMA.split("\"a,b")).isEmpty();
    assertThat(Delimiter.COMMA.split("\"a\"b,c")).isEmpty();
    assertThat(Delimiter.BLANK.split("\"a\"b c")).isEmpty();
    assertThat(texts(Delimiter.COMMA, "a\"b , c")).containsExactly("a\"b", "c");
    assertThat(texts(Delimiter.COMMA, "a,,")).containsExactly("a", "", "");
  }

  @Provide
  Arbitrary<Delimiter> delimiters() {
    return Arbitraries.of(Delimiter.values());
  }

  @Provide
  Arbitrary<List<String>> fields() {
    return field().list().ofMinSize(1).ofMaxSize(5);
  }

  @Provide
  Arbitrary<String> field() {
    return Arbitraries.strings()
        .withChars("ab/._ ,;\t\"'{}é\u4e2d")
        .ofMinLength(1)
        .ofMaxLength(12)
        .filter(text -> !text.isBlank());
  }

  @Provide
  Arbitrary<List<String>> words() {
    Arbitrary<String> first = Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(6);
    Arbitrary<String> other =
        Arbitraries.strings().withChars("ab/,;'.").ofMinLength(1).ofMaxLength(6);
    return Combinators.combine(first, other.list().ofMaxSize(3))
        .as((head, tail) -> Stream.concat(Stream.of(head), tail.stream()).toList());
  }

  private static List<String> texts(Delimiter delimiter, String line) {
    return delimiter.split(line).orElseThrow().stream().map(Field::text).toList();
  }
}
