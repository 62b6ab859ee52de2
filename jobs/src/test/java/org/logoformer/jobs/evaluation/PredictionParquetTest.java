package org.logoformer.jobs.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.clip.ClassMap;
import org.logoformer.error.DataException;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.shard.ClipRecord;

final class PredictionParquetTest {
  private static final List<String> CLASSES = ClassMap.EMOTIONS.names();

  @TempDir java.nio.file.Path folder;

  @Test
  void readsBackWhatItWroteInTheSameOrder() throws IOException {
    List<Prediction> rows =
        List.of(
            prediction("b", "Crime", 2, 3, 1, 2, 3, 4, 5, 6, 7),
            prediction("a", "", 0, 0, 0.1, 0, 0, 0, 0, 0, -80));
    Path file = new Path(folder.resolve("predictions.parquet").toUri());
    PredictionParquet.write(new Configuration(), file, rows, 7);
    assertThat(PredictionParquet.read(new Configuration(), file, CLASSES, Map.of()))
        .isEqualTo(rows);
    assertThat(folder.toFile().list()).containsExactly("predictions.parquet");
  }

  @Test
  void writesTheSameBytesForTheSameRows() throws IOException {
    List<Prediction> rows = List.of(prediction("b", "Crime", 0, 3, new double[7]));
    for (String name : List.of("x", "y")) {
      PredictionParquet.write(new Configuration(), new Path(folder.resolve(name).toUri()), rows, 7);
    }
    assertThat(folder.resolve("x")).hasSameBinaryContentAs(folder.resolve("y"));
  }

  @Test
  void refusesAClipThatIsThereTwice() {
    Prediction row = prediction("b", "", 0, 3, new double[7]);
    Path file = new Path(folder.resolve("twice.parquet").toUri());
    PredictionParquet.write(new Configuration(), file, List.of(row, row), 7);
    assertThatThrownBy(() -> PredictionParquet.read(new Configuration(), file, CLASSES, Map.of()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("row 2: clip 'b' is already in row 1");
  }

  @Test
  void aFlippedByteIsDamageAndNoFaultOfTheStorage() throws IOException {
    java.nio.file.Path place = folder.resolve("p.parquet");
    Path file = new Path(place.toUri());
    List<Prediction> rows = List.of(prediction("b", "", 0, 3, new double[7]));
    PredictionParquet.write(new Configuration(), file, rows, 7);
    byte[] bytes = Files.readAllBytes(place);
    int refused = 0;
    for (int i = 4; i < bytes.length; i += 5) {
      byte[] flipped = bytes.clone();
      flipped[i] ^= (byte) 0x55;
      Files.write(place, flipped);
      try {
        PredictionFiles.read(new Configuration(), file, CLASSES, Map.of());
      } catch (DataException e) {
        refused++;
      }
    }
    assertThat(refused).as("of %d", bytes.length / 5).isGreaterThan(bytes.length / 20);
  }

  @Test
  void refusesAFileThatIsCutOff() throws IOException {
    Path file = new Path(folder.resolve("p.parquet").toUri());
    PredictionParquet.write(
        new Configuration(), file, List.of(prediction("b", "", 0, 3, new double[7])), 7);
    byte[] bytes = Files.readAllBytes(folder.resolve("p.parquet"));
    Files.write(folder.resolve("p.parquet"), java.util.Arrays.copyOf(bytes, bytes.length - 20));
    assertThatThrownBy(() -> PredictionParquet.read(new Configuration(), file, CLASSES, Map.of()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("not a readable Parquet file");
  }

  private static Prediction prediction(
      String clip, String scene, int fold, int label, double... logits) {
    return Prediction.of(new ClipRecord(clip, label, "", fold, scene, null), logits);
  }
}
