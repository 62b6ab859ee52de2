package org.logoformer.jobs.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.TinyShards;
import org.logoformer.jobs.doctor.Finding.Verdict;

class ShardsCheckTest {
  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    TinyShards.write(folder, 2, TinyShards.Tags.FOLDS);
  }

  @Test
  void aWholeSetIsCounted() {
    Finding finding = check("data.folds=[1,2]");
    assertThat(finding.verdict()).as(finding.text()).isEqualTo(Verdict.OK);
    assertThat(finding.found())
        .contains("2 shards", "8 clips", "8 to train and 8 to test on in 2 fold(s)");
  }

  @Test
  void aShardThatIsCutOffIsNamed() throws IOException {
    Path shard = folder.resolve("part-00001.seq");
    byte[] bytes = Files.readAllBytes(shard);
    Files.write(shard, java.util.Arrays.copyOf(bytes, bytes.length - 1));
    Finding finding = check("data.folds=[1,2]");
    assertThat(finding.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(finding.found()).contains("part-00001.seq has " + (bytes.length - 1) + " bytes");
    assertThat(finding.advice()).contains("--repair part-00001");
  }

  @Test
  void aMissingShardOrSetOrSplitFails() throws IOException {
    assertThat(check("data.train-split=none").found()).contains("data.train-split = none");
    Files.delete(folder.resolve("part-00000.seq"));
    assertThat(check("data.folds=[1,2]").found()).contains("part-00000.seq");
    Files.delete(folder.resolve("manifest.json"));
    Finding none = check("data.folds=[1,2]");
    assertThat(none.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(none.advice()).contains("logo prep");
  }

  @Test
  void aNetworkOfOtherClassesFails() {
    Finding finding = check("model.classes=3");
    assertThat(finding.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(finding.found()).contains("has 7 classes (Happy, Sad", "model.classes is 3");
  }

  @Test
  void aSetMustBeNamed() {
    Finding finding = ShardsCheck.of(new Configuration(), LogoConfig.of());
    assertThat(finding.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(finding.found()).contains("not set");
  }

  private Finding check(String override) {
    LogoConfig config = LogoConfig.of("data.shards=" + folder, override);
    return ShardsCheck.of(new Configuration(), config);
  }
}
