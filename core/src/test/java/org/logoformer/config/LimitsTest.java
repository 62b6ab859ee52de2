package org.logoformer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.error.ConfigException;

/** Values that no run could have, refused where they are read. */
class LimitsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "model.size=2000000000",
        "model.logo-former.dim=2000000000",
        "model.classes=2000000000",
        "model.frames=2000000000",
        "model.logo-former.depth=2000000000",
        "model.logo-former.heads=2000000000",
        "model.logo-former.mlp-ratio=2000000000",
        "model.logo-former.backbone.width=2000000000",
        "train.averaging-frequency=2147483647",
        "train.batch=2147483647",
        "train.workers=2147483647",
        "train.epochs=2147483647",
        "train.threads=2147483647",
        "evaluate.batch=2147483647",
        "evaluate.batch=100000",
        "data.prefetch=2147483647",
        "synth.train-clips=2147483647",
        "prep.partitions=2147483647",
        "spark.executors=2147483647",
        "spark.native-memory=300k",
        "spark.native-memory=9p",
        "spark.executor-memory=1000",
        "spark.driver-memory=400m",
        "spark.master=local[99999999999]",
        "spark.master=local[0]",
        "spark.master=local-cluster[1,99999999999,1024]",
      })
  void aNumberBeyondReasonIsRefusedWithTheKeyAndWhatIsLegal(String setting) {
    String key = setting.substring(0, setting.indexOf('='));
    assertThatThrownBy(() -> LogoConfig.of(setting))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key)
        .hasMessageMatching("(?s).*( from | at most |fits into no memory).*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"local", "local[3]", "local[*]", "local[*, 4]", "local-cluster[2,1,2048]"})
  void mastersOnThisMachineAreSparks(String master) {
    assertThat(LogoConfig.of("spark.master=\"" + master + "\"").spark().master()).isEqualTo(master);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train.epochs=null",
        "train=null",
        "model.preset=null",
        "model.window=null",
        "model.pool.window=null",
        "train.workers=null",
        "spark.conf.a.b=null",
        "data.folds=[1,null]",
        "model.window=[1,null,2]",
        "data.augment.crop-area=[null,1]"
      })
  void nullIsNoValue(String line, @TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("a.conf"), line);
    assertThatThrownBy(() -> LogoConfig.load(List.of(file), List.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("a.conf: 1")
        .hasMessageContaining(line.startsWith("train=") ? "train" : "null");
  }

  @Test
  void memoryIsRoundedUpToWholeMebibytes() {
    assertThat(new ByteSize(1).mebibytes()).isEqualTo("1m");
    assertThat(new ByteSize(3 << 20).mebibytes()).isEqualTo("3m");
  }

  @Test
  void nestingWithoutEndIsAnErrorOfTheConfiguration() {
    String deep = "spark.conf=" + "{a:".repeat(20_000) + "1" + "}".repeat(20_000);
    assertThatThrownBy(() -> LogoConfig.of(deep))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("nested too deeply");
    String list = "data.folds=" + "[".repeat(20_000) + "]".repeat(20_000);
    assertThatThrownBy(() -> LogoConfig.of(list)).isInstanceOf(ConfigException.class);
  }
}
