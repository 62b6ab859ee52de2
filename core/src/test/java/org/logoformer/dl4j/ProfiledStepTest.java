package org.logoformer.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.logoformer.profile.Pass;
import org.logoformer.profile.Profiler;
import org.logoformer.profile.Section;
import org.nd4j.linalg.dataset.DataSet;

/** What a training step announces to a profiler. */
class ProfiledStepTest {
  /** Two passes; a layer has two residual blocks. */
  private static final Map<String, Integer> RUNS =
      Map.of(
          "stem", 2,
          "layer1", 4,
          "layer2", 4,
          "layer3", 4,
          "projection, embedding", 2,
          "local attention", 2,
          "global attention", 2,
          "MLP", 2,
          "head", 2,
          "classifier", 2);

  private record Visit(Section section, Pass pass) {}

  private final List<Visit> visits = new ArrayList<>();
  private final Profiler recording =
      (section, pass, work) -> {
        visits.add(new Visit(section, pass));
        work.run();
      };

  @Test
  void aSamStepGoesThroughEverySectionTwiceAndChangesNothing() {
    DataSet batch = Smallest.batch(0, 2);
    try (SamGraph plain = Smallest.graph();
        SamGraph profiled = Smallest.graph()) {
      profiled.profiler(recording);
      plain.fit(batch);
      profiled.fit(batch);

      assertThat(profiled.params()).isEqualTo(plain.params());
    }
    assertThat(visits).filteredOn(v -> v.section().equals(Section.LOSS)).hasSize(2);
    assertThat(visits).filteredOn(v -> v.section().equals(Section.SAM)).hasSize(1);
    RUNS.forEach(
        (title, runs) -> {
          Section section = new Section(title);
          assertThat(visits)
              .filteredOn(new Visit(section, Pass.FORWARD)::equals)
              .as(title)
              .hasSize(runs);
          assertThat(visits)
              .filteredOn(new Visit(section, Pass.BACKWARD)::equals)
              .as(title)
              .hasSize(runs);
        });
  }
}
