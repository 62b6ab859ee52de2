package org.logoformer.jobs.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.logoformer.random.Keyed;

class TsneTest {
  private static final int GROUPS = 4;
  private static final int EACH = 40;

  @Test
  void groupsThatAreApartStayApart() {
    Tsne.Map map = Tsne.of(groups(), 15, keys());
    for (int i = 0; i < GROUPS * EACH; i++) {
      assertThat(nearest(map, i) / EACH)
          .as("group of the point nearest to %d", i)
          .isEqualTo(i / EACH);
    }
    assertThat(map.divergence()).isBetween(0.0, 1.0);
  }

  @Test
  void theSameVectorsGiveTheSameBits() {
    Tsne.Map first = Tsne.of(groups(), 15, keys());
    Tsne.Map second = Tsne.of(groups(), 15, keys());
    assertThat(second.x()).containsExactly(first.x());
    assertThat(second.divergence()).isEqualTo(first.divergence());
  }

  @Test
  void everyPointHasAsManyNeighboursAsThePerplexitySays() {
    double[] squares = IntStream.range(0, 100).mapToDouble(i -> i * i * 3.7).toArray();
    for (double perplexity : new double[] {2, 5, 30}) {
      double[] p = Tsne.conditional(squares, 17, perplexity);
      double entropy = -Arrays.stream(p).filter(v -> v > 0).map(v -> v * Math.log(v)).sum();
      assertThat(Math.exp(entropy)).isCloseTo(perplexity, within(1e-3));
      assertThat(Arrays.stream(p).sum()).isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void similaritiesOfAllPairsSumToOne() {
    assertThat(2 * Arrays.stream(Tsne.joint(groups(), 10)).sum()).isCloseTo(1, within(1e-6));
  }

  @Test
  void equalVectorsHarmNothing() {
    float[][] equal = new float[20][3];
    Object[] keys = IntStream.range(0, 20).boxed().toArray();
    assertThat(Tsne.of(equal, 5, keys).x()).doesNotContain(Double.NaN).hasSize(20);
  }

  private static int nearest(Tsne.Map map, int i) {
    return IntStream.range(0, map.x().length)
        .filter(j -> j != i)
        .boxed()
        .min((a, b) -> Double.compare(distance(map, i, a), distance(map, i, b)))
        .orElseThrow();
  }

  private static double distance(Tsne.Map map, int i, int j) {
    return Math.hypot(map.x()[i] - map.x()[j], map.y()[i] - map.y()[j]);
  }

  private static float[][] groups() {
    float[][] vectors = new float[GROUPS * EACH][8];
    for (int i = 0; i < vectors.length; i++) {
      Keyed draw = Keyed.of(7, "groups", i);
      for (int d = 0; d < 8; d++) {
        vectors[i][d] = (float) (draw.nextGaussian() + (d == i / EACH ? 9 : 0));
      }
    }
    return vectors;
  }

  private static Object[] keys() {
    return IntStream.range(0, GROUPS * EACH).mapToObj(i -> "clip " + i).toArray();
  }
}
