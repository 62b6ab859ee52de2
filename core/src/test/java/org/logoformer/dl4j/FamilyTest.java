package org.logoformer.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.ModelConfig;
import org.logoformer.models.Models;
import org.logoformer.random.Keyed;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Every network, in its preset {@code tiny}, can learn whatever it is shown. */
class FamilyTest {
  private static final int STEPS = 200;

  /** Steps between two looks at what inference, with running statistics, makes of the clips. */
  private static final int BETWEEN = 10;

  /** A clip is made of so many squares each way, each of one colour in a frame. */
  private static final int SQUARES = 4;

  /** Every network, and the panels of Fig. 1 that see a whole clip by themselves. */
  static Stream<String> networks() {
    return Stream.concat(
        StreamSupport.stream(Models.names().spliterator(), false).map("model.name="::concat),
        Stream.of("full", "spatial", "divided", "mixing", "global")
            .map("model.logo-former.attention="::concat));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void learnsFourteenClipsByHeart(String network) {
    // Recurrent networks begin slowly.
    double rate = network.endsWith("lstm") || network.endsWith("gru") ? 0.1 : 0.05;
    LogoConfig config =
        config(network, "train.kernels=onednn", "optimiser.lr=" + rate, "optimiser.weight-decay=0");
    DataSet clips = clips(config.model(), 14);
    INDArray labels = clips.getLabels().argMax(1);
    try (SamGraph graph = NetworkGraph.build(config)) {
      int steps = 0;
      INDArray told;
      do {
        for (int i = 0; i < BETWEEN; i++) {
          graph.fit(clips);
        }
        steps += BETWEEN;
        told = NetworkGraph.logits(graph, clips.getFeatures()).argMax(1);
      } while (!told.equals(labels) && steps < STEPS);
      assertThat(told).as("after %d steps, loss %.4f", steps, graph.score()).isEqualTo(labels);
    }
  }

  private static LogoConfig config(String network, String... settings) {
    List<String> keys =
        new ArrayList<>(
            List.of(network, "model.preset=tiny", "loss.compact.weight=0", "optimiser.sam.rho=0"));
    keys.addAll(List.of(settings));
    return LogoConfig.load(List.of(), keys);
  }

  /** Clips and labels, of all classes in turn. */
  private static DataSet clips(ModelConfig model, int count) {
    int frames = model.frames();
    int size = model.size();
    float[] pixels = new float[count * frames * size * size * 3];
    int at = 0;
    for (int clip = 0; clip < count * frames; clip++) {
      float[] colours = new float[SQUARES * SQUARES * 3];
      Keyed draws = Keyed.of(4, "frame", clip);
      for (int i = 0; i < colours.length; i++) {
        colours[i] = (float) draws.nextDouble();
      }
      for (int y = 0; y < size; y++) {
        for (int x = 0; x < size; x++) {
          int square = y * SQUARES / size * SQUARES + x * SQUARES / size;
          for (int channel = 0; channel < 3; channel++) {
            pixels[at++] = colours[square * 3 + channel];
          }
        }
      }
    }
    INDArray labels = Nd4j.zeros(DataType.FLOAT, count, model.classes());
    for (int i = 0; i < count; i++) {
      labels.putScalar(i, i % model.classes(), 1);
    }
    INDArray clips = Nd4j.createFromArray(pixels).reshape(count, frames, size, size, 3);
    return new DataSet(clips, labels);
  }
}
