package org.logoformer.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.logoformer.config.LogoConfig;

final class DryRunTest {
  @Test
  void givesTheNumbersOfTheMethodCard() {
    String text = training(LogoConfig.of());
    assertThat(text)
        .contains("10.214 (10,214,166,272 MACs)")
        .contains("7,603,015")
        .contains("[B, 16, 7, 7, 256]")
        .contains("785 queries, 393 keys")
        .contains("2 windows of 8 x 7 x 7 = 392 tokens");
  }

  @Test
  void showsEverySettingAndWhatSparkGets() {
    String text = training(LogoConfig.of("train.workers=3", "spark.master=yarn"));
    assertThat(text).containsPattern("workers *[=:] *3").contains("spark.master = yarn");
  }

  @Test
  void samDoublesTheWorkOfAStep() {
    assertThat(training(LogoConfig.of("model.preset=tiny")))
        .contains("(2 forward-backward passes)");
    assertThat(training(LogoConfig.of("model.preset=tiny", "optimiser.sam.rho=0")))
        .contains("(1 forward-backward passes)");
  }

  private static String training(LogoConfig config) {
    StringWriter text = new StringWriter();
    new DryRun(config, new PrintWriter(text)).training();
    return text.toString();
  }
}
