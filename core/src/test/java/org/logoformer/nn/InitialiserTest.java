package org.logoformer.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.ModelConfig.Initial;
import org.logoformer.config.ModelConfig.Spread;
import org.logoformer.models.Models;
import org.logoformer.tensor.nd4j.NdArrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class InitialiserTest {
  private static final Layout TINY = layout("model.preset=tiny");

  @Test
  void convolutionsAreHeNormalOverTheFanOut() {
    INDArray w = values(TINY, 1, "backbone.layer3.1.conv2.weight");
    double deviation = Math.sqrt(2.0 / (32 * 9));
    assertThat(w.stdNumber().doubleValue()).isCloseTo(deviation, Percentage.withPercentage(3));
  }

  @Test
  void weightsSpreadByTheInverseRootOfTheirInputs() {
    assertSpread(values(TINY, 1, "blocks.0.local.qkv.weight"), 1 / Math.sqrt(32));
    assertSpread(values(TINY, 1, "blocks.0.mlp.fc2.weight"), 1 / Math.sqrt(4 * 32));
    assertSpread(values(TINY, 1, "blocks.0.global.pool.weight"), 1 / Math.sqrt(2 * 32));
  }

  @Test
  void weightsSpreadByTwoHundredthsIfToldSo() {
    Initial fixed = new Initial(Spread.FIXED, 0.02);
    assertSpread(values(TINY, 1, fixed, "blocks.0.local.qkv.weight"), 0.02);
    assertSpread(values(TINY, 1, fixed, "pos_temporal"), 0.02);
  }

  @Test
  void positionsAreLargeBesideTokensAndTheClassifierIsSmall() {
    assertSpread(values(TINY, 1, "pos_spatial"), 1);
    assertSpread(values(TINY, 1, "head.weight"), 0.02);
  }

  /** A normal cut at two deviations. */
  private static void assertSpread(INDArray w, double deviation) {
    assertThat(w.amaxNumber().doubleValue()).isBetween(1.8 * deviation, 2 * deviation + 1e-9);
    // The cut keeps 0.8796 of the deviation.
    assertThat(w.stdNumber().doubleValue())
        .isCloseTo(deviation * 0.8796, Percentage.withPercentage(12));
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
    Layout deeper = layout("model.preset=tiny", "model.depth=3");
    String name = "blocks.1.mlp.fc1.weight";
    assertThat(values(deeper, 1, name)).isEqualTo(values(TINY, 1, name));
    assertThat(values(TINY, 2, name)).isNotEqualTo(values(TINY, 1, name));
    assertThat(values(TINY, 1, "blocks.0.mlp.fc1.weight")).isNotEqualTo(values(TINY, 1, name));
  }

  private static INDArray full(double value) {
    return Nd4j.valueArrayOf(new long[] {8}, value, DataType.DOUBLE);
  }

  private static INDArray values(Layout layout, long seed, String name) {
    return values(layout, seed, LogoConfig.of().model().initial(), name);
  }

  private static INDArray values(Layout layout, long seed, Initial initial, String name) {
    INDArray flat = Nd4j.create(DataType.DOUBLE, layout.length());
    ParameterVector parameters = new ParameterVector(layout, NdArrays.tensor(flat));
    new Initialiser(seed, initial).fill(parameters);
    return NdArrays.of(parameters.tensor(name));
  }

  private static Layout layout(String... overrides) {
    return Models.layout(LogoConfig.of(overrides).model());
  }
}
