package org.logoformer.train.resume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.Evidence;
import org.logoformer.checkpoint.Checkpoint;
import org.logoformer.checkpoint.CheckpointStore;
import org.logoformer.checkpoint.Retention;
import org.logoformer.checkpoint.SafeTensor;
import org.logoformer.config.LogoConfig;
import org.logoformer.dl4j.NetworkGraph;
import org.logoformer.error.DataException;
import org.logoformer.models.Models;
import org.logoformer.nn.Layout;
import org.logoformer.random.Keyed;
import org.logoformer.train.metrics.EpochMeter;
import org.logoformer.train.plan.Position;
import org.logoformer.train.round.Phase;
import org.logoformer.train.round.RoundBytes;
import org.logoformer.train.round.RoundTimes;
import org.logoformer.train.source.GraphSource;
import org.logoformer.train.state.FlatVector;
import org.logoformer.train.state.TrainingState;
import org.nd4j.linalg.api.buffer.DataType;

class CheckpointsTest {
  private static final Layout LAYOUT = Models.layout(LogoConfig.of("model.preset=tiny").model());

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
  void theOuterOptimisersMomentumIsStoredForWhatIsTrained() {
    int trained = Math.toIntExact(LAYOUT.trainableLength());
    int rest = Math.toIntExact(LAYOUT.length()) - trained;
    FlatVector outer =
        FlatVector.join(List.of(noise(trained), FlatVector.fill(DataType.FLOAT, new double[rest])));
    Progress plain = progress(trained);
    Progress progress =
        new Progress(plain.state().withOuter(outer), plain.sums(), plain.probes(), plain.config());
    Checkpoints checkpoints = new Checkpoints(LAYOUT);
    Checkpoint written = checkpoints.write(progress, OptionalDouble.empty());
    assertThat(written.outer())
        .containsKey("head.bias")
        .doesNotContainKey("backbone.bn1.running_var");
    assertThat(checkpoints.read(written)).isEqualTo(progress);
    assertThat(checkpoints.write(plain, OptionalDouble.empty()).outer()).isEmpty();
  }

  @Test
  void parametersCarryTheNamesAndShapesOfThePublishedStateDict() {
    Checkpoint checkpoint = new Checkpoints(LAYOUT).write(progress(0), OptionalDouble.empty());
    assertThat(checkpoint.params().get("backbone.conv1.weight").shape())
        .containsExactly(8, 3, 7, 7);
    assertThat(checkpoint.params()).containsKey("backbone.bn1.running_var");
    assertThat(checkpoint.id().folder()).isEqualTo("epoch-002-round-0017");
  }

  @Test
  void aProbeThatIsNoNumberIsDamage() {
    for (String[] damaged : new String[][] {{"first", "12"}, {"0", "xyz"}}) {
      Checkpoint checkpoint = new Checkpoints(LAYOUT).write(progress(0), OptionalDouble.empty());
      ObjectNode state = checkpoint.state();
      state.putObject("probes").put(damaged[0], damaged[1]);
      Checkpoint broken =
          new Checkpoint(
              checkpoint.id(),
              checkpoint.score(),
              checkpoint.params(),
              checkpoint.momentum(),
              checkpoint.outer(),
              state);
      assertThatThrownBy(() -> new Checkpoints(LAYOUT).read(broken))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("'" + damaged[1] + "' of worker '" + damaged[0] + "'");
    }
  }

  @Test
  void aTrainingOfFormatVersionOneGoesOn() throws Exception {
    // Written by the release that introduced the format; never to be regenerated.
    URI fold = getClass().getResource("/checkpoints/version-1-training").toURI();
    CheckpointStore released =
        new CheckpointStore(
            FileSystem.getLocal(new Configuration()), new Path(fold), Retention.ALL);
    LogoConfig config =
        LogoConfig.of(
            "model.preset=tiny",
            "model.backbone.width=2",
            "model.frames=2",
            "model.size=32",
            "model.dim=8",
            "model.depth=1",
            "model.heads=2",
            "model.window=[1,2,1]",
            "train.kernels=nd4j",
            "train.workers=2",
            "train.batch=4",
            "train.averaging-frequency=1",
            "optimiser.lr=0.1");
    ComputationGraph graph = GraphSource.of(config).build();

    Progress progress =
        new Checkpoints(NetworkGraph.layout(graph)).read(released.newest().orElseThrow());

    ConfigDrift.require(progress.config(), config, "fixture");
    assertThat(progress.state().position()).isEqualTo(new Position(1, 1, 3, 3));
    assertThat(progress.sums().clips()).isEqualTo(4);
    assertThat(progress.probes()).isEqualTo(Map.of(0, 0x1234L, 1, -2L));
    progress.state().applyTo(graph);
    TrainingState goesOn = TrainingState.of(graph, progress.state().position());
    new Evidence(
            14,
            "a training checkpoint of format version 1",
            "read by the present version, put into a graph, read out of it",
            "sha256 e1eff217f8482bf70837f864",
            Evidence.hash(goesOn.parameters(), goesOn.updater()))
        .requireEqual();
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
            1,
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
