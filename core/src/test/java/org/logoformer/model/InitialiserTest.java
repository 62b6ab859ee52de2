package org.logoformer.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.logoformer.config.LogoConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class InitialiserTest {
  private static final ParameterLayout TINY = layout("model.preset=tiny");

  @Test
  void convolutionsAreHeNormalOverTheFanOut() {
    INDArray w = values(TINY, 1, "backbone.layer3.1.conv2.weight");
    double deviation = Math.sqrt(2.0 / (32 * 9));
    assertThat(w.stdNumber().doubleValue()).isCloseTo(deviation, Percentage.withPercentage(3));
  }

  @Test
  void weightsAreNormalCutAtTwoDeviations() {
    INDArray w = values(TINY, 1, "blocks.0.local.qkv.weight");
    assertThat(w.amaxNumber().doubleValue()).isBetween(0.039, 0.04);
    // A normal cut at two deviations keeps 0.8796 of its deviation.
    assertThat(w.stdNumber().doubleValue()).isCloseTo(0.02 * 0.8796, Percentage.withPercentage(3));
  }

  @Test
  void scalesAndVariancesAreOneBiasesAndMeansZero() {
    assertThat(values(TINY, 1, "backbone.bn1.weight")).isEqualTo(full(1));
    assertThat(values(TINY, 1, "backbone.bn1.running_var")).isEqualTo(full(1));
    assertThat(values(TINY, 1, "backbone.bn1.bias")).isEqualTo(full(0));
    assertThat(values(TINY, 1, "backbone.bn1.running_mean")).isEqualTo(full(0));
  }

  @Test
  void aParameterDependsOnSeedAndNameAlone() {
    ParameterLayout deeper = layout("model.preset=tiny", "model.depth=3");
    String name = "blocks.1.mlp.fc1.weight";
    assertThat(values(deeper, 1, name)).isEqualTo(values(TINY, 1, name));
    assertThat(values(TINY, 2, name)).isNotEqualTo(values(TINY, 1, name));
    assertThat(values(TINY, 1, "blocks.0.mlp.fc1.weight")).isNotEqualTo(values(TINY, 1, name));
  }

  private static INDArray full(double value) {
    return Nd4j.valueArrayOf(new long[] {8}, value, DataType.DOUBLE);
  }

  private static INDArray values(ParameterLayout layout, long seed, String name) {
    INDArray flat = Nd4j.create(DataType.DOUBLE, layout.length());
    new Initialiser(seed).fill(layout, flat);
    return new Variables(layout, flat).tensor(name).array();
  }

  private static ParameterLayout layout(String... overrides) {
    return ParameterLayout.of(LogoConfig.of(overrides).model());
  }
}
