package org.logoformer.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SectionTimesTest {
  private static final double EXACT = 1e-12;

  private long now;
  private final SectionTimes times = new SectionTimes(() -> now);

  @Test
  void nestedSectionsAreNotCountedTwice() {
    times.run(
        Section.LOSS,
        Pass.STEP,
        () -> {
          pass(1);
          times.run(
              new Section("MLP"),
              Pass.FORWARD,
              () -> {
                pass(10);
                times.run(new Section("head"), Pass.FORWARD, () -> pass(100));
              });
          times.run(new Section("MLP"), Pass.BACKWARD, () -> pass(1000));
          pass(2);
        });

    assertThat(times.seconds(Section.LOSS)).isEqualTo(3, within(EXACT));
    assertThat(times.seconds(new Section("MLP"), Pass.FORWARD)).isEqualTo(10, within(EXACT));
    assertThat(times.seconds(new Section("MLP"), Pass.BACKWARD)).isEqualTo(1000, within(EXACT));
    assertThat(times.seconds(new Section("MLP"))).isEqualTo(1010, within(EXACT));
    assertThat(times.seconds(new Section("head"))).isEqualTo(100, within(EXACT));
  }

  @Test
  void theSumIsTheTimeOfTheOutermostSections() {
    times.run(Section.SAM, Pass.STEP, () -> times.run(Section.LOSS, Pass.STEP, () -> pass(5)));
    pass(50);
    times.run(Section.UPDATE, Pass.STEP, () -> pass(2));

    assertThat(whole()).isEqualTo(7, within(EXACT));
  }

  @Test
  void timeBeforeAFailureCounts() {
    assertThatThrownBy(
            () ->
                times.run(
                    Section.SAM,
                    Pass.STEP,
                    () ->
                        times.run(
                            Section.LOSS,
                            Pass.STEP,
                            () -> {
                              pass(3);
                              throw new IllegalStateException("no");
                            })))
        .hasMessage("no");

    assertThat(times.seconds(Section.LOSS)).isEqualTo(3, within(EXACT));
    assertThat(times.seconds(Section.SAM)).isZero();
  }

  @Test
  void resetForgets() {
    times.run(new Section("stem"), Pass.FORWARD, () -> pass(4));
    times.reset();

    assertThat(times.sections()).isEmpty();
  }

  private double whole() {
    return times.sections().stream().mapToDouble(times::seconds).sum();
  }

  private void pass(int seconds) {
    now += seconds * 1_000_000_000L;
  }
}
