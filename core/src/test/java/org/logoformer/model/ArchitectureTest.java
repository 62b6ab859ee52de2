package org.logoformer.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.ModelConfig;

/** The published counts. */
class ArchitectureTest {

  @ParameterizedTest
  @CsvSource({
    "paper, conv, 10214166272",
    "paper, depthwise, 10009448192",
    "paper, avg, 10008645376",
    "author, conv, 21401214464",
    "author, avg, 20579130880"
  })
  void multiplyAccumulatesOfAClip(String preset, String pool, long macs) {
    assertThat(MacCounter.count(model(preset, pool))).isEqualTo(macs);
  }

  @ParameterizedTest
  @CsvSource({"3, 5610078208", "4, 7757561856"})
  void multiplyAccumulatesOfSixteenFramesThroughResNet18(int stages, long macs) {
    assertThat(MacCounter.resNet18(16, 112, 64, stages)).isEqualTo(macs);
  }

  @ParameterizedTest
  @CsvSource({
    "paper, conv, 7603015",
    "paper, depthwise, 7080775",
    "paper, avg, 7077703",
    "author, conv, 21860423",
    "tiny, conv, 84943"
  })
  void trainedParameters(String preset, String pool, long parameters) {
    assertThat(ParameterLayout.of(model(preset, pool)).trainableLength()).isEqualTo(parameters);
  }

  @Test
  void statisticsLieBehindEverythingTrained() {
    ParameterLayout layout = ParameterLayout.of(model("tiny", "conv"));
    long end = 0;
    for (Parameter p : layout.parameters()) {
      assertThat(p.offset()).as(p.name()).isEqualTo(end);
      assertThat(p.trainable())
          .as(p.name())
          .isEqualTo(!p.name().contains("running"))
          .isEqualTo(end < layout.trainableLength());
      end += p.length();
    }
    assertThat(layout.length()).isEqualTo(end);
  }

  @Test
  void withoutClsThereIsNoTokenForIt() {
    ModelConfig none = LogoConfig.of("model.preset=tiny", "model.cls=none").model();
    List<String> names =
        ParameterLayout.of(none).parameters().stream().map(Parameter::name).toList();
    assertThat(names).contains("pos_temporal").doesNotContain("cls_token");
    assertThat(new Architecture(none).tokens()).isEqualTo(4 * 16);
    assertThat(new Architecture(none).keys()).isEqualTo(2 * 16);
  }

  private static ModelConfig model(String preset, String pool) {
    return LogoConfig.of("model.preset=" + preset, "model.pool.kind=" + pool).model();
  }
}
