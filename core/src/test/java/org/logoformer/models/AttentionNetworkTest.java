package org.logoformer.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.random.Keyed;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class AttentionNetworkTest {
  @Test
  void equalKeysAreWeighedEqually() {
    // All weights are 0, so all queries and keys are.
    try (AttentionNetwork network = AttentionNetwork.of(config("logo-former"))) {
      network.parameters().values().forEach(p -> p.assign(0));
      double[] shares = network.shares(clip());
      int keys = network.grid().regions() + network.grid().firstKey();
      assertThat(shares).hasSize(network.grid().regions());
      assertThat(Arrays.stream(shares).toArray())
          .satisfies(
              s ->
                  Arrays.stream(s).forEach(v -> assertThat(v).isCloseTo(1.0 / keys, within(1e-6))));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "logo-former",
        "baseline",
        "logo-former model.logo-former.attention=full",
        "logo-former model.logo-former.attention=global model.logo-former.cls=none",
        "logo-former model.logo-former.cls=mean"
      })
  void sharesOfRegionsAndOtherTokensSumToOne(String name) {
    try (AttentionNetwork network = AttentionNetwork.of(config(name))) {
      fill(network.parameters());
      double[] shares = network.shares(clip());
      assertThat(Arrays.stream(shares).min().orElseThrow()).isPositive();
      double sum = Arrays.stream(shares).sum();
      if (network.grid().firstKey() == 0) {
        assertThat(sum).isCloseTo(1, within(1e-5));
      } else {
        assertThat(sum).isBetween(0.3, 1.0);
      }
      assertThat(Arrays.stream(shares).distinct().count()).isGreaterThan(1);
      assertThat(network.shares(clip())).containsExactly(shares);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "r3d-18",
        "resnet18-lstm",
        "former-dfer",
        "logo-former model.logo-former.attention=spatial",
        "logo-former model.logo-former.attention=local model.logo-former.cls=mean"
      })
  void aNetworkWithoutSuchAnAttentionIsRefused(String name) {
    LogoConfig config = config(name);
    assertThatThrownBy(() -> AttentionNetwork.of(config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("no attention over the regions of a clip");
  }

  private static LogoConfig config(String name) {
    String[] parts = name.split(" ", -1);
    parts[0] = "model.name=" + parts[0];
    String[] all = Arrays.copyOf(parts, parts.length + 1);
    all[parts.length] = "model.preset=tiny";
    return LogoConfig.of(all);
  }

  private static void fill(Map<String, INDArray> parameters) {
    parameters.forEach(
        (name, array) -> {
          Keyed draw = Keyed.of(1, name);
          double[] values = new double[(int) array.length()];
          for (int i = 0; i < values.length; i++) {
            values[i] = name.contains("running_var") ? 1 : 0.2 * draw.nextGaussian();
          }
          array.assign(
              Nd4j.createFromArray(values).castTo(array.dataType()).reshape('c', array.shape()));
        });
  }

  private static INDArray clip() {
    LogoConfig config = config("logo-former");
    int size = config.model().size();
    int frames = config.model().frames();
    double[] values = new double[frames * size * size * 3];
    Keyed draw = Keyed.of(2, "clip");
    for (int i = 0; i < values.length; i++) {
      values[i] = draw.nextDouble();
    }
    return Nd4j.createFromArray(values).castTo(DataType.FLOAT).reshape(1, frames, size, size, 3);
  }
}
