package org.logoformer.jobs.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShorthandTest {
  private static final String ALL_CORES =
      "train.threads=" + Runtime.getRuntime().availableProcessors();

  @Test
  void shortKeysBecomeThoseOfTraining() {
    assertThat(Shorthand.expand(List.of("batch=4", "threads=3", "precision=f64", "kernels=nd4j")))
        .containsExactly(
            "train.batch=4", "train.threads=3", "train.precision=f64", "train.kernels=nd4j");
  }

  @Test
  void otherArgumentsStayAsTheyAre() {
    assertThat(Shorthand.expand(List.of("model.preset=paper", "optimiser.lr=a=b", "nonsense")))
        .containsExactly("model.preset=paper", "optimiser.lr=a=b", "nonsense", ALL_CORES);
  }

  @Test
  void theFullKeyOfTheThreadsCountsToo() {
    assertThat(Shorthand.expand(List.of("train.threads=1"))).containsExactly("train.threads=1");
  }
}
