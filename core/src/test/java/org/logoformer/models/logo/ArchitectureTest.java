package org.logoformer.models.logo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.ModelConfig;
import org.logoformer.models.Models;
import org.logoformer.nn.Inventory;
import org.logoformer.nn.Layout;
import org.logoformer.nn.Parameter;

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
    assertThat(Inventory.nominal(Models.blueprint(model(preset, pool))).forward()).isEqualTo(macs);
  }

  @Test
  void multiplyAccumulatesOfSixteenFramesThroughLayer3() {
    Inventory inventory = Inventory.nominal(Models.blueprint(model("paper", "conv")));
    long backbone =
        inventory.sections().entrySet().stream()
            .filter(e -> e.getKey().matches("stem|layer."))
            .mapToLong(Map.Entry::getValue)
            .sum();
    assertThat(backbone).isEqualTo(5_610_078_208L);
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
    assertThat(Models.layout(model(preset, pool)).trainableLength()).isEqualTo(parameters);
  }

  @Test
  void statisticsLieBehindEverythingTrained() {
    Layout layout = Models.layout(model("tiny", "conv"));
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
    List<String> names = Models.layout(none).parameters().stream().map(Parameter::name).toList();
    assertThat(names).contains("pos_temporal").doesNotContain("cls_token");
    assertThat(new Architecture(none).tokens()).isEqualTo(4 * 16);
    assertThat(new Architecture(none).keys()).isEqualTo(2 * 16);
  }

  private static ModelConfig model(String preset, String pool) {
    return LogoConfig.of("model.preset=" + preset, "model.pool.kind=" + pool).model();
  }
}
