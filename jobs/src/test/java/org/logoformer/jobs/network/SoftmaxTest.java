package org.logoformer.jobs.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SoftmaxTest {
  @Test
  void isTheExponentialShare() {
    List<Double> p = Softmax.of(new double[] {0, Math.log(3)});
    assertThat(p.get(0)).isCloseTo(0.25, within(1e-7));
    assertThat(p.get(1)).isCloseTo(0.75, within(1e-7));
  }

  @Test
  void survivesLogitsThatWouldOverflow() {
    assertThat(Softmax.of(new double[] {1e308, -1e308})).containsExactly(1.0, 0.0);
  }

  @Test
  void aTieGoesToTheLowestClass() {
    assertThat(Softmax.argmax(new double[] {1, 5, 5})).isEqualTo(1);
  }
}
