package org.logoformer.jobs.evaluation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.train.round.Testing;

class PartFilesTest {
  private static final Configuration HADOOP = new Configuration();
  private static final List<String> CLASSES = List.of("Happy", "Sad");

  @TempDir Path folder;

  @Test
  void aTaskOfADriverThatWasCutOffWritesToNoOthersPlan() throws IOException {
    PartFiles root = new PartFiles(new org.apache.hadoop.fs.Path(folder.toUri()));
    PartFiles before = root.of(HADOOP, "before");
    write(before, 0, "a");
    PartFiles now = root.of(HADOOP, "now");
    assertThat(folder.resolve("before")).doesNotExist();
    write(now, 0, "b");
    // Its task lives on, with another plan.
    write(before, 1, "c");
    assertThat(now.rows(HADOOP)).containsOnlyKeys("b");
    assertThat(root.of(HADOOP, "now").rows(HADOOP)).containsOnlyKeys("b");
  }

  @Test
  void aBrokenPartIsMadeAgain() throws IOException {
    PartFiles parts = new PartFiles(new org.apache.hadoop.fs.Path(folder.toUri()));
    write(parts, 0, "a");
    write(parts, 1, "b");
    Path broken = folder.resolve("part-00001.parquet");
    byte[] whole = Files.readAllBytes(broken);
    byte[] flipped = whole.clone();
    flipped[flipped.length / 2] ^= 4;
    for (byte[] content : List.of("PAR1 and nothing more".getBytes(UTF_8), new byte[0], flipped)) {
      Files.write(broken, content);
      assertThat(parts.rows(HADOOP)).containsOnlyKeys("a");
      assertThat(broken).doesNotExist();
    }
    write(parts, 1, "b");
    assertThat(parts.rows(HADOOP)).containsOnlyKeys("a", "b");
  }

  @Test
  void otherKernelsAreAnotherWayToLook() {
    LogoConfig config = LogoConfig.of("train.kernels=nd4j");
    assertThat(how(config))
        .isEqualTo(how(LogoConfig.of("train.kernels=nd4j", "train.threads=3")))
        .isNotEqualTo(how(LogoConfig.of()));
  }

  private static String how(LogoConfig config) {
    return ShardPredictions.how(config, Testing.Asked.LOGITS);
  }

  private static void write(PartFiles parts, int number, String clip) throws IOException {
    Seen seen = new Seen(new Prediction(clip, "", 0, 1, List.of(0.25, 0.75)), new float[0]);
    parts.write(HADOOP, number, number, List.of(seen), CLASSES);
  }
}
