package org.logoformer.jobs.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;

class SweepTest extends SweepFixture {
  @Test
  void trialsAreRankedByUarInEveryFile() {
    assertThat(run(GRID))
        .extracting(outcome -> outcome.trial().name())
        .containsExactly("trial-003", "trial-002", "trial-001");
    assertThat(folder.resolve("s/sweep.json"))
        .content()
        .contains("\"trial-003\"", "\"uar\" : 0.3", "\"finished\"");
    assertThat(folder.resolve("s/sweep.csv"))
        .content()
        .startsWith(
            "trial,state,uar,war,epochs,seconds,optimiser.lr,reason\ntrial-003,finished,0.3,");
    assertThat(told.toString().lines())
        .anyMatch(l -> l.matches("trial-002 finished uar=0.2000 war=0.2000 seconds=\\d.*"))
        .contains("trial-001  trained to 100");
    assertThat(summary)
        .isEqualTo(
            "sweep best=trial-003 uar=0.3000 finished=3 stopped=0 diverged=0 failed=0 illegal=0");
  }

  @Test
  void filesAndPageAreThereAsSoonAsATrialHasEnded() {
    slots = 1;
    trainings =
        new FakeTrainings(
            config -> {
              if (config.optimiser().lr() == 0.2) {
                assertThat(folder.resolve("s/sweep.csv")).content().contains("trial-001,finished");
                assertThat(folder.resolve("s/sweep.json")).content().contains("\"finished\"");
                assertThat(page()).contains("Best trials", "trial-001");
              }
              return uar(config);
            });
    run(GRID);
    assertThat(summary).as("no assertion failed").contains("finished=3");
    assertThat(told.toString())
        .contains("sweep: ranking 1. trial-001 uar=0.1000\n")
        .contains("sweep: ranking 1. trial-002 uar=0.2000, 2. trial-001 uar=0.1000\n");
    assertThat(folder.resolve("s/sweep.html")).content().contains("trial-003", "3 trials");
  }

  @Test
  void theRankingTellsHowFarThoseAreThatHaveNotFinished() {
    slots = 1;
    run(ASHA);
    assertThat(told.toString().lines())
        .filteredOn(l -> l.startsWith("sweep: ranking "))
        .last()
        .asString()
        .matches(
            "sweep: ranking 1\\. trial-00\\d uar=0\\.\\d{4}, 2\\. .* epochs=3, 3\\. .* epochs=3");
  }

  @Test
  void aSecondRunTrainsNothingAndTellsTheSame() {
    run(GRID);
    String before = summary;
    List<Outcome> outcomes = again(GRID);
    assertThat(trainings.trained()).isEmpty();
    assertThat(outcomes).extracting(Outcome::state).containsOnly("finished");
    assertThat(summary).isEqualTo(before);
  }

  @Test
  void aSweepOfAnEarlierVersionIsGoneOnWith() throws IOException {
    finish("trial-1a2b3c4d", 100, "optimiser.lr=0.2");
    finish("trial-002", 3, "optimiser.lr=0.3", "train.epochs=3");
    List<Outcome> outcomes = run(GRID);
    assertThat(trainings.trained())
        .containsExactlyInAnyOrder("trial-001 to 100", "trial-002 to 100");
    assertThat(outcomes.get(0).trial().name()).isEqualTo("trial-1a2b3c4d");
    assertThat(outcomes.get(0).standing().last().orElseThrow().uar()).isEqualTo(0.9);
  }

  @Test
  void whatWasTrainedWithOtherSettingsIsRefused() throws IOException {
    run(GRID);
    Files.delete(folder.resolve("s/trial-003/metrics.json"));
    List<Outcome> outcomes = again(GRID, "train.batch=64");
    assertThat(outcomes).extracting(Outcome::state).containsOnly("finished");
    assertThat(outcomes.get(0).reason().orElseThrow()).contains("train.batch was 32, is 64");
    assertThat(folder.resolve("s/sweep.csv")).content().contains("trial-003,finished,0.3,");
    assertThat(trainings.trained()).isEmpty();
    assertThat(exitCode).isEqualTo(2);
    again(GRID);
    assertThat(summary).contains("finished=3").contains("illegal=0");
  }

  @Test
  void whatHasNotFinishedIsNotGoneOnWithUnderOtherSettingsAndKeepsItsScore() {
    run(ASHA);
    List<Outcome> outcomes = again(with(ASHA, "train.batch=64"));
    assertThat(trainings.trained()).isEmpty();
    assertThat(outcomes).extracting(Outcome::state).contains("finished", "illegal");
    assertThat(outcomes).allSatisfy(o -> assertThat(o.standing().last()).isPresent());
    assertThat(exitCode).isEqualTo(2);
    assertThat(summary).contains("best=none");
    again(ASHA);
    assertThat(exitCode).isZero();
    assertThat(trainings.trained()).isEmpty();
    assertThat(summary).contains("illegal=0");
  }

  @Test
  void whyATrialOfAnEarlierVersionDivergedIsToldAsItWas() throws IOException {
    finish("trial-1a2b3c4d", 3, "optimiser.lr=0.2");
    Files.writeString(
        folder.resolve("s/trial-1a2b3c4d/diverged.json"), "{\"message\": \"loss is NaN\"}");
    assertThat(run(GRID).get(2).reason()).contains("loss is NaN");
  }

  @Test
  void theTablesKeepWhatWasTrainedAgainWhileMoreIsTrained() {
    run(new Retraining(1, 2), GRID);
    slots = 1;
    trainings =
        new FakeTrainings(
            config -> {
              if (config.optimiser().lr() == 0.02) {
                assertThat(folder.resolve("s/sweep.csv"))
                    .content()
                    .contains("trial-004,finished", "retrain-trial-003-seed-2,finished,0.3");
              }
              return uar(config);
            });
    run("sweep.grid=[\"optimiser.lr = 0.01, 0.02, 0.1, 0.2, 0.3\"]");
    assertThat(summary).as("no assertion failed").contains("finished=5");
    assertThat(folder.resolve("s/sweep.json")).content().contains("retrain-trial-003-seed-3");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 3"})
  void asManyTrialsTrainSideBySideAsThereAreSlots(int cores, int most) {
    slots = cores;
    trainings.await(most);
    run(GRID);
    assertThat(trainings.most()).isEqualTo(most);
  }

  @Test
  void notMoreTrialsTrainSideBySideThanAreAskedFor() {
    slots = 3;
    run(GRID, "sweep.parallel=1");
    assertThat(trainings.most()).isEqualTo(1);
    assertThat(trainings.trained()).hasSize(3);
  }

  @Test
  void aTrialThatNeedsMoreThanThereIsTrainsAlone() {
    run(GRID, "train.workers=4");
    assertThat(trainings.most()).isEqualTo(1);
    assertThat(trainings.trained()).hasSize(3);
  }

  @Test
  void theBestAreTrainedAgainFromOtherSeedsAndOnlyOnce() {
    Retraining twice = new Retraining(2, 2);
    run(twice, GRID);
    assertThat(trainings.trained())
        .contains("retrain-trial-003-seed-2 to 100", "retrain-trial-002-seed-3 to 100")
        .hasSize(7);
    assertThat(told.toString())
        .contains("retrain trial-003 seeds=2 uar=0.3000 deviation=0.0000 war=0.3000");
    assertThat(folder.resolve("s/sweep.csv"))
        .content()
        .contains("retrain-trial-002-seed-2,finished");
    assertThat(summary).as("of the trials").contains("best=trial-003").contains("finished=3");
    trainings = new FakeTrainings(SweepFixture::uar);
    run(twice, GRID);
    assertThat(trainings.trained()).isEmpty();
  }

  @Test
  void whenTimeIsUpTheSameCommandGoesOn() {
    time = Duration.ZERO;
    run(GRID);
    time = Duration.ofHours(1);
    assertThat(trainings.trained()).isEmpty();
    assertThat(summary)
        .isEqualTo("sweep best=none finished=0 stopped=0 diverged=0 failed=0 illegal=0 open=3");
    again(GRID);
    assertThat(summary).contains("finished=3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sweep.search=random | sweep.space, which is empty",
        "sweep.search=asha | needs sweep.space, or sweep.grid",
        "sweep.search=grid | sweep.grid is empty",
      })
  void aSweepOfNothingIsRefused(String setting, String message) {
    assertThatThrownBy(() -> run(setting))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void whatASearchDoesNotTakeIsRefused() {
    String space = "sweep.space=[\"optimiser.lr = uniform(0.1, 1)\"]";
    assertThatThrownBy(() -> run(space)).hasMessageContaining("set sweep.search");
    assertThatThrownBy(() -> run(space, GRID, "sweep.search=random"))
        .hasMessageContaining("set sweep.grid=[]");
    assertThatThrownBy(() -> run("sweep.search=asha", "sweep.space=[\"train.epochs = int(1, 9)\"]"))
        .hasMessageContaining("train.epochs cannot be searched");
  }

  @Test
  void trialsThatTrainTheSameAreRefusedBeforeTheFirst() {
    for (String grid :
        List.of("optimiser.lr = 0.1, 0.10", "spark.executors = 1, 2", "data.prefetch = 1, 2")) {
      assertThatThrownBy(() -> run("sweep.grid=[\"" + grid + "\"]"))
          .as(grid)
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("train the same");
    }
  }

  @Test
  void anAxisMayHaveListsForValues() {
    assertThat(run("sweep.grid=[\"data.augment.crop-area = [0.5, 1.0], [0.08,1.0]\"]"))
        .extracting(o -> o.trial().config().data().augment().cropArea().low())
        .containsExactlyInAnyOrder(0.5, 0.08);
  }

  /** The page, which another thread makes while the next trial trains. */
  private String page() {
    Path page = folder.resolve("s/sweep.html");
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!Files.exists(page) && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A trial's folder as earlier versions left it. */
  private void finish(String name, int epochs, String... settings) throws IOException {
    Path trial = Files.createDirectories(folder.resolve("s").resolve(name));
    Files.writeString(trial.resolve("config.conf"), LogoConfig.of(settings).render());
    Files.writeString(
        trial.resolve("metrics.json"),
        "{\"uar\": 0.9, \"war\": 0.8, \"epochs\": %d}".formatted(epochs));
  }
}
