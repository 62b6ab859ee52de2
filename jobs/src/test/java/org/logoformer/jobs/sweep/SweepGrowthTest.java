package org.logoformer.jobs.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sweeps that are given more values, axes or trials. */
class SweepGrowthTest extends SweepFixture {
  private static final String LR = "optimiser.lr = uniform(0.1, 0.5)";

  @Test
  void valuesThatAreAddedAreAllThatIsTrained() {
    run(GRID);
    again("sweep.grid=[\"optimiser.lr = 0.05, 0.10, 0.2, 0.3\"]");
    assertThat(trainings.trained()).containsExactly("trial-004 to 100");
  }

  @Test
  void anAxisMayBeAdded() {
    run(GRID);
    again("sweep.grid=[\"optimiser.momentum = 0.5, 0.9\", \"optimiser.lr = 0.1, 0.2\"]");
    assertThat(trainings.trained())
        .containsExactlyInAnyOrder("trial-004 to 100", "trial-005 to 100");
  }

  @Test
  void pointsThatHaveNotBegunKeepTheirNumbersWhenValuesAreAddedBeforeThem() {
    time = Duration.ZERO;
    run(GRID);
    time = Duration.ofHours(1);
    again("sweep.grid=[\"optimiser.lr = 0.05, 0.10, 0.2, 0.3\"]");
    assertThat(told.toString())
        .contains("trial-001 finished uar=0.1000", "trial-004 finished uar=0.0500");
  }

  @Test
  void moreTrialsOfASpaceAreAllThatIsTrained() {
    Map<String, List<String>> before = settings(run(random(3, LR)));
    Map<String, List<String>> after = settings(again(random(5, LR)));
    assertThat(trainings.trained())
        .containsExactlyInAnyOrder("trial-004 to 100", "trial-005 to 100");
    assertThat(after).containsAllEntriesOf(before).hasSize(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train.averaging-frequency = choice(1, 2) | train.averaging-frequency = choice(1, 2, 3)",
        "train.averaging-frequency = choice(1, 2) | train.averaging-frequency = choice(2, 3)",
        "train.averaging-frequency = int(1, 4) | train.averaging-frequency = int(1, 9)",
        "train.averaging-frequency = choice(1, 2) | optimiser.momentum = uniform(0.5, 0.9)",
      })
  void whenTheSpaceChangesTrialsThatBeganKeepTheirValues(String axis, String changed) {
    Map<String, List<String>> before = settings(run(random(4, LR, axis)));
    Map<String, List<String>> after = settings(again(random(4, LR, changed)));
    assertThat(trainings.trained()).isEmpty();
    assertThat(after).isEqualTo(before);

    Map<String, List<String>> more = settings(again(random(7, LR, changed)));
    assertThat(trainings.trained())
        .containsExactlyInAnyOrder("trial-005 to 100", "trial-006 to 100", "trial-007 to 100");
    assertThat(more).containsAllEntriesOf(before).hasSize(7);
    assertThat(settings(run(random(7, LR, changed)))).isEqualTo(more);
  }

  @Test
  void trialsThatHaveNotBegunAreDrawnFromTheSpaceAsItIs() {
    slots = 1;
    trainings.dieAfter(2);
    assertThat(catchThrowable(() -> run(random(6, "optimiser.lr = uniform(0.1, 0.2)"))))
        .isInstanceOf(FakeTrainings.Death.class);
    assertThat(trainings.trained()).containsExactly("trial-001 to 100", "trial-002 to 100");
    List<Outcome> outcomes = again(random(6, "optimiser.lr = uniform(0.3, 0.4)"));
    assertThat(trainings.trained()).hasSize(4);
    assertThat(outcomes)
        .allSatisfy(
            o -> {
              double lr = o.trial().config().optimiser().lr();
              // The third was training when the driver died.
              if (o.standing().trial() <= 3) {
                assertThat(lr).isBetween(0.1, 0.2);
              } else {
                assertThat(lr).isBetween(0.3, 0.4);
              }
            });
  }

  @Test
  void whatIsDrawnAnewEqualsNoTrialThatBegan() {
    run(random(2, "train.averaging-frequency = choice(1, 2)"));
    List<Outcome> outcomes = again(random(4, "train.averaging-frequency = choice(1, 2, 3, 4)"));
    assertThat(summary).contains("finished=4");
    assertThat(settings(outcomes).values()).doesNotHaveDuplicates();
  }

  private static String[] random(int trials, String... axes) {
    String space = Arrays.stream(axes).map(a -> '"' + a + '"').collect(Collectors.joining(", "));
    return new String[] {
      "sweep.search=random", "sweep.space=[" + space + "]", "sweep.trials=" + trials
    };
  }

  private static Map<String, List<String>> settings(List<Outcome> outcomes) {
    return outcomes.stream()
        .collect(Collectors.toMap(o -> o.trial().name(), o -> o.trial().settings()));
  }
}
