package org.logoformer.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.config.LogoConfig;
import org.logoformer.random.Keyed;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** What can be trained learns 14 clips by heart, two of each class. */
class MemorisingTest {
  private static final int CLIPS = 14;
  private static final int CLASSES = 7;
  private static final int MOST_STEPS = 200;
  private static final int STEPS = 20;
  private static final int CELL = 8;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model.name=baseline",
        "model.name=former-dfer",
        "model.logo-former.attention=full",
        "model.logo-former.attention=spatial",
        "model.logo-former.attention=divided",
        "model.logo-former.attention=mixing",
        "model.logo-former.attention=global"
      })
  void allClipsAreKnownInTheEnd(String network) {
    LogoConfig config =
        LogoConfig.load(
            List.of(),
            List.of(
                network,
                "model.preset=tiny",
                "model.size=32",
                "optimiser.lr=0.05",
                "loss.compact.weight=0",
                "optimiser.sam.rho=0"));
    DataSet clips = clips(config);
    try (SamGraph graph = NetworkGraph.build(config)) {
      long[] wanted = clips.getLabels().argMax(1).toLongVector();
      long[] found = {};
      for (int step = 0; step < MOST_STEPS && !Arrays.equals(found, wanted); step += STEPS) {
        for (int i = 0; i < STEPS; i++) {
          graph.fit(clips);
        }
        found = NetworkGraph.logits(graph, clips.getFeatures()).argMax(1).toLongVector();
      }
      assertThat(found).as("score %f", graph.score()).isEqualTo(wanted);
    }
  }

  /** Cells of random colours: a clip has nothing in common with others of its class. */
  private static DataSet clips(LogoConfig config) {
    int size = config.model().size();
    Keyed draws = Keyed.of(5, "clips");
    int frames = config.model().frames();
    float[] pixels = new float[CLIPS * frames * size * size * 3];
    int cells = size / CELL;
    for (int image = 0; image < CLIPS * frames; image++) {
      float[] colours = new float[cells * cells * 3];
      for (int i = 0; i < colours.length; i++) {
        colours[i] = (float) draws.nextDouble();
      }
      for (int i = 0; i < size * size * 3; i++) {
        int cell = i / (size * 3) / CELL * cells + i / 3 % size / CELL;
        pixels[image * size * size * 3 + i] = colours[cell * 3 + i % 3];
      }
    }
    INDArray labels = Nd4j.zeros(DataType.FLOAT, CLIPS, CLASSES);
    for (int i = 0; i < CLIPS; i++) {
      labels.putScalar(i, i % CLASSES, 1);
    }
    INDArray clips = Nd4j.createFromArray(pixels).reshape(CLIPS, frames, size, size, 3);
    return new DataSet(clips, labels);
  }
}
