package org.logoformer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.checkpoint.Checkpoint;
import org.logoformer.checkpoint.SafeTensor;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.DataException;
import org.logoformer.model.ParameterLayout;
import org.logoformer.random.Keyed;
import org.nd4j.linalg.api.buffer.DataType;

class CheckpointsTest {
  private static final ParameterLayout LAYOUT =
      ParameterLayout.of(LogoConfig.of("model.preset=tiny").model());

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void whatIsWrittenIsReadBackToTheLastBit(int updaterVectors) {
    long trained = LAYOUT.trainableLength();
    Progress progress = progress(Math.toIntExact(updaterVectors * trained));
    Checkpoints checkpoints = new Checkpoints(LAYOUT);
    assertThat(checkpoints.read(checkpoints.write(progress, OptionalDouble.of(0.5))))
        .isEqualTo(progress);
  }

  @Test
  void parametersCarryTheNamesAndShapesOfThePublishedStateDict() {
    Checkpoint checkpoint = new Checkpoints(LAYOUT).write(progress(0), OptionalDouble.empty());
    assertThat(checkpoint.params().get("backbone.conv1.weight").shape())
        .containsExactly(8, 3, 7, 7);
    assertThat(checkpoint.params()).containsKey("backbone.bn1.running_var");
    assertThat(checkpoint.id().folder()).isEqualTo("epoch=002-round=0017");
  }

  @Test
  void aCheckpointOfAnotherModelIsRefused() {
    Checkpoints checkpoints = new Checkpoints(LAYOUT);
    Checkpoint good = checkpoints.write(progress(0), OptionalDouble.empty());
    Map<String, SafeTensor> params = new HashMap<>(good.params());
    params.put("head.bias", SafeTensor.of(new float[9], 9));
    Checkpoint bad =
        new Checkpoint(
            good.id(), good.score(), params, good.momentum(), good.outer(), good.state());
    assertThatThrownBy(() -> checkpoints.read(bad))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("head.bias")
        .hasMessageContaining("F32[9]")
        .hasMessageContaining("[7]");
  }

  private static Progress progress(int updaterLength) {
    return new Progress(
        new TrainingState(
            noise(Math.toIntExact(LAYOUT.length())),
            noise(updaterLength),
            new Position(2, 1, 17, 136)),
        new EpochMeter.Sums(
            40,
            80.25,
            3,
            new RoundTimes(Map.of(Phase.COMPUTE, 7L, Phase.CHECKPOINT, 2L)),
            new RoundBytes(5, 6, 7)),
        Map.of(0, -5L, 1, 7L),
        "train.epochs = 3\n");
  }

  private static FlatVector noise(int length) {
    Keyed keyed = Keyed.of(1, "noise");
    double[] values = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = keyed.nextGaussian();
    }
    return FlatVector.fill(DataType.FLOAT, values);
  }
}
