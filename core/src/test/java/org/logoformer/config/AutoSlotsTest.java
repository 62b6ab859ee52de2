package org.logoformer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.error.ConfigException;

class AutoSlotsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "local[6]                     | auto | auto | 6  | 1",
        "local[6,3]                   | auto | 2    | 3  | 2",
        "local[6]                     | 2    | auto | 2  | 3",
        "local[2]                     | 4    | auto | 4  | 1",
        "local-cluster[2,4,1024]      | auto | 4    | 2  | 4",
        "local-cluster[2,4,1024]      | 1    | auto | 1  | 4",
        "spark://h:7077               | auto | auto | 15 | 1",
        "yarn                         | 3    | auto | 3  | 5",
        "yarn                         | 2    | 1    | 2  | 1"
      })
  void coresAreDividedOverModels(
      String master, String workers, String threads, int models, int each) {
    TrainConfig train =
        LogoConfig.of(
                "spark.master=" + master,
                "spark.executors=3",
                "spark.executor-cores=5",
                "train.workers=" + workers,
                "train.threads=" + threads)
            .train();
    assertThat(train.workers()).isEqualTo(models);
    assertThat(train.threads()).isEqualTo(each);
  }

  @Test
  void thisMachineIsCounted() {
    int processors = Runtime.getRuntime().availableProcessors();
    LogoConfig config =
        LogoConfig.of("train.batch=10000", "model.preset=tiny", "train.workers=auto");
    assertThat(config.train().workers()).isEqualTo(processors);
    assertThat(LogoConfig.parse(config.render(), "stored")).isEqualTo(config);
  }

  @Test
  void aSmallBatchHasAsManyWorkersAsClips() {
    LogoConfig config =
        LogoConfig.of("spark.master=local[8]", "train.batch=3", "train.workers=auto");
    assertThat(config.train().workers()).isEqualTo(3);
  }

  @Test
  void aClusterOfUnknownSizeIsRefused() {
    assertThatThrownBy(() -> LogoConfig.of("spark.master=yarn", "train.workers=auto"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("spark.executors and spark.executor-cores");
  }
}
