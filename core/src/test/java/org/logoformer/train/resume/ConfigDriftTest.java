package org.logoformer.train.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;

class ConfigDriftTest {
  private static final LogoConfig BEFORE = LogoConfig.of("model.preset=tiny", "train.epochs=3");

  @Test
  void anEqualConfigurationMayGoOn() {
    assertThatCode(() -> check(BEFORE)).doesNotThrowAnyException();
  }

  @Test
  void keysThatDoNotChangeTheComputationMayChange() {
    assertThatCode(
            () ->
                check(
                    BEFORE.with(
                        "train.epochs=9",
                        "train.checkpoint.keep-last=5",
                        "data.prefetch=0",
                        "data.cache.folder=/elsewhere",
                        "evaluate.batch=3",
                        "train.step-timeout=60",
                        "train.init=elsewhere.safetensors",
                        "train.exact=warn",
                        "train.evaluate-every=3",
                        "data.open-shards=3",
                        "data.shards=hdfs://elsewhere/shards",
                        "sweep.grid=[\"optimiser.lr = 1, 2\"]",
                        "spark.master=yarn")))
        .doesNotThrowAnyException();
  }

  @Test
  void everyOtherChangedKeyIsNamedWithBothValues() {
    assertThatThrownBy(
            () ->
                check(
                    BEFORE.with("optimiser.lr=0.5", "train.batch=16", "data.shuffle=shard-window")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("optimiser.lr was 0.001, is 0.5")
        .hasMessageContaining("train.batch was 32, is 16")
        .hasMessageContaining("data.shuffle was global, is shard-window")
        .hasMessageContaining("runs/x");
  }

  @Test
  void theWindowOfAShuffleThatHasNoneIsOfNoMatter() {
    assertThat(check(BEFORE.with("data.shard-window=5"))).isEmpty();
    assertThatThrownBy(() -> check(BEFORE.with("data.shuffle=shard-window", "data.shard-window=5")))
        .hasMessageContaining("data.shard-window was 32, is 5");
  }

  @Test
  void aKeyThatIsNewerThanTheRunHasItsDefault() {
    String older = BEFORE.render().replaceAll("evaluate-every=1|label-smoothing=0.0", "");
    assertThat(older).doesNotContain("evaluate-every", "label-smoothing");
    assertThatCode(() -> ConfigDrift.require(older, BEFORE, "runs/x")).doesNotThrowAnyException();
    assertThatThrownBy(
            () -> ConfigDrift.require(older, BEFORE.with("loss.label-smoothing=0.1"), "runs/x"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("loss.label-smoothing was 0, is 0.1");
  }

  @Test
  void anotherNumberOfWorkersIsAllowedAndTold() {
    assertThat(check(BEFORE)).isEmpty();
    assertThat(check(BEFORE.with("train.workers=2", "train.stragglers=drop")))
        .containsExactly("train.workers was 1, is 2", "train.stragglers was wait, is drop");
  }

  @Test
  void threadsAndKernelsMayChangeAndAreTold() {
    assertThat(check(BEFORE.with("train.threads=2", "train.kernels=onednn")))
        .containsExactly("train.threads was 1, is 2", "train.kernels was auto, is onednn");
  }

  @Test
  void thePrecisionMayChangeAndIsToldWhereTheStateStaysOfTheSameType() {
    assertThat(check(BEFORE.with("train.precision=bf16")))
        .containsExactly("train.precision was f32, is bf16");
    assertThatThrownBy(() -> check(BEFORE.with("train.precision=f64")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("train.precision was f32, is f64");
  }

  @Test
  void anotherNumberOfEpochsIsToldWhereTheScheduleEndsWithThem() {
    LogoConfig cosine = BEFORE.with("optimiser.schedule.kind=cosine");
    assertThat(ConfigDrift.require(cosine.render(), cosine.with("train.epochs=9"), "runs/x"))
        .singleElement()
        .asString()
        .contains("train.epochs was 3, is 9", "cosine");
  }

  @Test
  void howARunIsTestedIsPartOfIt() {
    for (String setting : List.of("data.test-split=train", "data.shuffle-frames=true")) {
      assertThatThrownBy(() -> check(BEFORE.with(setting)))
          .as(setting)
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining(setting.substring(0, setting.indexOf('=')));
    }
  }

  @Test
  void foldsMayBeAddedAndNotTakenAway() {
    LogoConfig two = BEFORE.with("data.folds=[1,2]");
    assertThat(ConfigDrift.require(two.render(), two.with("data.folds=[3,2,1]"), "x")).isEmpty();
    assertThatThrownBy(() -> ConfigDrift.require(two.render(), two.with("data.folds=[2]"), "x"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("data.folds was [1, 2], is [2]");
    assertThatThrownBy(() -> check(BEFORE.with("data.folds=[1]")))
        .isInstanceOf(ConfigException.class);
  }

  private static List<String> check(LogoConfig now) {
    return ConfigDrift.require(BEFORE.render(), now, "runs/x");
  }

  @Test
  void aRunWhoseSecretsWereNotStoredGoesOn() {
    LogoConfig config = LogoConfig.of("spark.conf.spark.hadoop.fs.s3a.secret.key=S3CRET");
    assertThat(ConfigDrift.require(config.redacted().render(), config, "r")).isEmpty();
  }
}
