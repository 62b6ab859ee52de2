package org.logoformer.jobs.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches that stop trials, through whole sweeps. */
class SweepSearchTest extends SweepFixture {
  private static final String[] HYPERBAND = {
    "sweep.search=hyperband",
    "sweep.space=[\"optimiser.lr = log-uniform(0.001, 0.1)\"]",
    "sweep.trials=17",
    "train.epochs=9"
  };

  @Test
  void successiveHalvingTrainsAThirdThreeTimesAsLong() {
    List<Outcome> outcomes = run(ASHA);
    assertThat(summary).matches("sweep best=trial-00\\d uar=0.* finished=[123] stopped=[678] .*");
    assertThat(outcomes.get(0).state()).isEqualTo("finished");
    assertThat(trainings.trained().stream().filter(t -> t.endsWith(" to 1"))).hasSize(9);
    assertThat(trainings.trained().stream().filter(t -> t.endsWith(" to 3"))).hasSizeBetween(3, 6);
    assertThat(told.toString()).contains(" stopped uar=").contains(" epochs=1 ");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 9, 12})
  void whereverTheDriverDiesNothingIsRepeatedAndTheRungsStay(int calls) {
    slots = 1;
    run(ASHA);
    List<String> undisturbed = List.copyOf(trainings.trained());
    String result = summary;
    folder = folder.resolve("killed");
    trainings = new FakeTrainings(SweepFixture::uar);
    trainings.dieAfter(calls);
    assertThat(catchThrowable(() -> run(ASHA))).isInstanceOf(FakeTrainings.Death.class);
    List<String> all = new ArrayList<>(trainings.trained());
    again(ASHA);
    all.addAll(trainings.trained());
    assertThat(all).isEqualTo(undisturbed);
    assertThat(summary).isEqualTo(result);
  }

  @Test
  void aDriverWithSeveralTrialsDiesTwiceAndRepeatsNothing() {
    slots = 3;
    trainings.dieAfter(4);
    List<String> all = new ArrayList<>();
    assertThat(catchThrowable(() -> run(ASHA))).isInstanceOf(FakeTrainings.Death.class);
    all.addAll(trainings.trained());
    trainings = new FakeTrainings(SweepFixture::uar);
    trainings.dieAfter(3);
    assertThat(catchThrowable(() -> run(ASHA))).isInstanceOf(FakeTrainings.Death.class);
    all.addAll(trainings.trained());
    again(ASHA);
    all.addAll(trainings.trained());
    assertThat(new HashSet<>(all)).hasSameSizeAs(all);
    assertThat(all.stream().filter(t -> t.endsWith(" to 1"))).hasSize(9);
    assertThat(summary).matches(".* finished=[123] stopped=[678] .*");
  }

  @Test
  void hyperbandBeginsEachBracketAtItsRungAndEndsItWithAFinishedTrial() {
    slots = 1;
    List<Outcome> outcomes = run(HYPERBAND);
    List<String> trained = List.copyOf(trainings.trained());
    // Of 1, 3 and 9 epochs; 9 trials begin with the first, 5 with the second, 3 with the last.
    assertThat(begunWith(trained, 1)).isEqualTo(trials(1, 9));
    assertThat(begunWith(trained, 3)).isEqualTo(trials(10, 14));
    assertThat(begunWith(trained, 9)).isEqualTo(trials(15, 17));
    assertThat(finished(outcomes)).containsAll(trials(15, 17)).hasSizeBetween(5, 8);
    assertThat(finished(outcomes)).anyMatch(trials(1, 9)::contains);
    assertThat(finished(outcomes)).anyMatch(trials(10, 14)::contains);
    assertThat(summary).matches("sweep best=.* finished=[5-8] stopped=(9|1[0-2]) .*");
    assertThat(outcomes).extracting(Outcome::state).containsOnly("finished", "stopped");

    String result = summary;
    folder = folder.resolve("killed");
    trainings = new FakeTrainings(SweepFixture::uar);
    trainings.dieAfter(7);
    assertThat(catchThrowable(() -> run(HYPERBAND))).isInstanceOf(FakeTrainings.Death.class);
    List<String> all = new ArrayList<>(trainings.trained());
    again(HYPERBAND);
    all.addAll(trainings.trained());
    assertThat(all).isEqualTo(trained);
    assertThat(summary).isEqualTo(result);
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MAX_VALUE, 13})
  void theMedianEndsTrialsThatAreWorseThanHalfOfTheFinishedOnes(int calls) {
    String[] median = {
      "sweep.grid=[\"optimiser.lr = 0.5, 0.1, 0.7, 0.2, 0.8, 0.4\"]",
      "sweep.stop=median",
      "sweep.min-epochs=2",
      "train.epochs=4"
    };
    slots = 1;
    trainings.dieAfter(calls);
    List<String> trained = new ArrayList<>();
    if (calls < Integer.MAX_VALUE) {
      assertThat(catchThrowable(() -> run(median))).isInstanceOf(FakeTrainings.Death.class);
      trained.addAll(trainings.trained());
      trainings = new FakeTrainings(SweepFixture::uar);
    }
    List<Outcome> outcomes = run(median);
    trained.addAll(trainings.trained());
    // Until three are finished none is stopped; then 0.2 and 0.4 are below the median of 0.5.
    assertThat(finished(outcomes))
        .containsExactlyInAnyOrder("trial-001", "trial-002", "trial-003", "trial-005");
    assertThat(trained).hasSize(14).doesNotHaveDuplicates();
    assertThat(trained).contains("trial-004 to 2", "trial-006 to 2", "trial-005 to 4");
    assertThat(trained).doesNotContain("trial-004 to 3", "trial-006 to 3");
    assertThat(summary).contains("best=trial-005", "finished=4 stopped=2");
    assertThat(told.toString()).contains("is below the median of the finished trials, 0.2500");
  }

  private static List<String> finished(List<Outcome> outcomes) {
    return outcomes.stream()
        .filter(o -> o.state().equals("finished"))
        .map(o -> o.trial().name())
        .toList();
  }

  /** Trials whose first call was so long, by number. */
  private static List<String> begunWith(List<String> trained, int epochs) {
    Set<String> seen = new HashSet<>();
    return trained.stream()
        .map(t -> t.split(" to ", 2))
        .filter(t -> seen.add(t[0]) && t[1].equals(Integer.toString(epochs)))
        .map(t -> t[0])
        .sorted()
        .toList();
  }

  private static List<String> trials(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj("trial-%03d"::formatted).toList();
  }
}
