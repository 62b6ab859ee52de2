package org.logoformer.jobs.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PredictionTest {
  @Test
  void theMeanOfTheProbabilitiesDecides() {
    Prediction sure = new Prediction("a", "War", 2, 1, 0, List.of(0.75, 0.25, 0.0));
    Prediction unsure = new Prediction("a", "War", 2, 1, 1, List.of(0.25, 0.5, 0.25));
    assertThat(Prediction.merged(List.of(unsure, sure)))
        .isEqualTo(new Prediction("a", "War", 2, 1, 0, List.of(0.5, 0.375, 0.125)));
  }

  @Test
  void oneLookIsLeftAsItIs() {
    // Softmax makes the two equal; the logits are not.
    Prediction only = new Prediction("a", "", 0, 1, 1, List.of(0.5, 0.5));
    assertThat(Prediction.merged(List.of(only))).isSameAs(only);
  }
}
