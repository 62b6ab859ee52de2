package org.logoformer.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.logoformer.profile.Pass;
import org.logoformer.profile.Profiler;
import org.logoformer.profile.Section;
import org.nd4j.linalg.dataset.DataSet;

/** What a training step announces to a profiler. */
class ProfiledStepTest {
  private static final Set<Section> OF_THE_NETWORK = EnumSet.range(Section.STEM, Section.HEAD);

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
    assertThat(visits).filteredOn(v -> v.section() == Section.LOSS).hasSize(2);
    assertThat(visits).filteredOn(v -> v.section() == Section.SAM).hasSize(1);
    for (Section section : OF_THE_NETWORK) {
      assertThat(visits)
          .filteredOn(new Visit(section, Pass.FORWARD)::equals)
          .hasSize(runs(section));
      assertThat(visits)
          .filteredOn(new Visit(section, Pass.BACKWARD)::equals)
          .hasSize(runs(section));
    }
  }

  /** Two passes; a layer has two residual blocks. */
  private static int runs(Section section) {
    return switch (section) {
      case LAYER1, LAYER2, LAYER3 -> 4;
      default -> 2;
    };
  }
}
