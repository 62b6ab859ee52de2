package org.logoformer.jobs.bench.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.checkpoint.DType;
import org.logoformer.checkpoint.SafeTensor;
import org.logoformer.config.LogoConfig;
import org.logoformer.dl4j.NetworkGraph;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.Fixture;
import org.logoformer.jobs.bench.measure.BenchNetwork;
import org.logoformer.jobs.bench.measure.Workload;
import org.logoformer.models.Models;
import org.logoformer.nn.Parameter;
import org.nd4j.linalg.api.ndarray.INDArray;

class PeerTaskTest {
  private static final LogoConfig CONFIG = LogoConfig.of("model.preset=tiny", "train.batch=3");

  @TempDir private Path folder;

  @Test
  void thePeerGetsEveryWeightAndTheSamePixels() throws IOException {
    Workload workload = Workload.of(CONFIG, 3);
    try (BenchNetwork network = new BenchNetwork(CONFIG, workload)) {
      Map<String, INDArray> named = NetworkGraph.named(network.graph());
      PeerTask.write(CONFIG, named, workload, folder);

      Map<String, SafeTensor> weights = Fixture.read(folder.resolve(PeerTask.WEIGHTS)).tensors();
      for (Parameter p : Models.layout(CONFIG.model()).parameters()) {
        assertThat(weights.get(p.name()).shape()).as(p.name()).isEqualTo(p.shape());
        assertThat(weights.get(p.name()).floats())
            .as(p.name())
            .isEqualTo(named.get(p.name()).dup('c').data().asFloat());
      }
    }
    Map<String, SafeTensor> batches = Fixture.read(folder.resolve(PeerTask.BATCHES)).tensors();
    assertThat(batches.get("clips"))
        .isEqualTo(new SafeTensor(DType.U8, new long[] {1, 3, 4, 64, 64, 3}, workload.pixels()));
    assertThat(batches.get("labels").doubles()).containsExactly(0, 1, 2);
  }

  @Test
  void theNetworkSeesThePixelsOver255() {
    Workload workload = Workload.of(CONFIG, 3);
    INDArray clips = workload.batch(CONFIG).getFeatures(0);

    assertThat(clips.shape()).containsExactly(3, 4, 64, 64, 3);
    assertThat(clips.data().getFloat(7)).isEqualTo((workload.pixels()[7] & 255) / 255f);
    assertThat(clips.maxNumber().floatValue()).isEqualTo(1);
  }

  @Test
  void clipsAreTheSameEveryTime() {
    assertThat(Workload.of(CONFIG, 2).pixels()).isEqualTo(Workload.of(CONFIG, 2).pixels());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model.dropout.mlp=0.1",
        "model.stochastic-depth=0.1",
        "loss.label-smoothing=0.1",
        "loss.class-weights=[1,1,1,1,1,1,2]",
        "loss.center.weight=0.1",
        "optimiser.sam.variant=asam"
      })
  void whatPyTorchDoesNotGetIsRefused(String setting) {
    assertThatThrownBy(() -> new PeerTask(LogoConfig.of("model.preset=tiny", setting), folder))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            setting.substring(0, setting.lastIndexOf('.')).replaceAll("\\..*", ""));
  }

  @Test
  void aNetworkWithoutATwinIsRefusedWithThoseThatHaveOne() {
    assertThat(Twins.names()).contains("logo-former", "r3d-18", "resnet18-lstm");
    assertThatThrownBy(() -> Twins.require("vgg99"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("model.name must be one of logo-former, r3d-18, resnet18-lstm")
        .hasMessageContaining("twins/vgg99.py");
  }
}
