package org.logoformer.jobs.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.clip.ClassMap;
import org.logoformer.error.DataException;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.shard.ClipRecord;

final class PredictionCsvTest {
  @Test
  void readsNamesAndIndicesInAnyColumnOrder() throws IOException {
    List<Prediction> rows =
        read(
            """
            prediction,clip,score,label
            Sad,Crime/Happy/0001,0.3,0
            6,"a ""quoted"", clip",0.4,disgust
            """);
    assertThat(rows)
        .containsExactly(
            new Prediction("Crime/Happy/0001", "", 0, 1, List.of()),
            new Prediction("a \"quoted\", clip", "", 5, 6, List.of()));
  }

  @Test
  void readsScenesByteOrderMarksAndWindowsLineEnds() throws IOException {
    assertThat(read("\ufeffclip,label,prediction,scene\r\nx,1,2,Crime\r\n\r\n"))
        .containsExactly(new Prediction("x", "Crime", 1, 2, List.of()));
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a,Joy,0            | line 2: label 'Joy' is no class
          a,0,7              | line 2: prediction '7' is no class
          a,0,-1             | line 2: prediction '-1' is no class
          a,0                | line 2: 2 fields, the header has 3
          a,0,1,2            | line 2: 4 fields, the header has 3
          ,0,1               | line 2: no clip id
          "a,0,1             | line 2: a quote is not closed
          a,0,99999999999999 | line 2: prediction '99999999999999' is no class
          """)
  void refusesABadRowWithItsLine(String row, String message) {
    assertThatThrownBy(() -> read("clip,label,prediction\n" + row + "\n"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("list.csv, " + message);
  }

  @Test
  void refusesAClipThatIsThereTwice() {
    assertThatThrownBy(() -> read("clip,label,prediction\na,0,0\nb,0,0\na,0,0\n"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("line 4: clip 'a' is already on line 2");
  }

  @Test
  void whatPredictWroteHasTheLabelsOfTheShardSet() throws IOException {
    String written =
        "clip,label_index,p_0,logit_0,prediction,class\n"
            + "a/b,6,0.1,3.5,6,Disgust\n"
            + "c,1,0.9,2,1,Sad\n";
    Map<String, ClipRecord> labelled =
        Map.of("a/b", clip("a/b", 6, "War"), "c", clip("c", 0, "Crime"));
    byte[] bytes = written.getBytes(StandardCharsets.UTF_8);
    assertThat(
            PredictionCsv.read(
                new ByteArrayInputStream(bytes), "p.csv", ClassMap.EMOTIONS.names(), labelled))
        .containsExactly(
            new Prediction("a/b", "War", 6, 6, List.of()),
            new Prediction("c", "Crime", 0, 1, List.of()));
    assertThatThrownBy(
            () ->
                PredictionCsv.read(
                    new ByteArrayInputStream(bytes),
                    "p.csv",
                    ClassMap.EMOTIONS.names(),
                    Map.of("c", clip("c", 0, "Crime"))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("line 2: clip 'a/b' is not in the shard set");
  }

  private static ClipRecord clip(String id, int label, String scene) {
    return new ClipRecord(id, label, "test", 0, scene, null);
  }

  @Test
  void refusesAHeaderWithoutANeededColumn() {
    assertThatThrownBy(() -> read("clip,label_index,p_0\na,0,0\n"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("line 1")
        .hasMessageContaining("lacks the column 'label'");
  }

  @Test
  void refusesAFileWithoutRowsAndBytesThatAreNoText() {
    assertThatThrownBy(() -> read("clip,label,prediction\n"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no predictions");
    byte[] bytes = {(byte) 0xff, (byte) 0xfe, 0, 1, 2};
    assertThatThrownBy(
            () ->
                PredictionCsv.read(
                    new ByteArrayInputStream(bytes),
                    "list.csv",
                    ClassMap.EMOTIONS.names(),
                    Map.of()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("not a text file");
  }

  private static List<Prediction> read(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return PredictionCsv.read(
        new ByteArrayInputStream(bytes), "list.csv", ClassMap.EMOTIONS.names(), Map.of());
  }
}
