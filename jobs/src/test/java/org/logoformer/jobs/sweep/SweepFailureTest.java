package org.logoformer.jobs.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.error.ClusterException;
import org.logoformer.error.ConfigException;
import org.logoformer.error.DataException;
import org.logoformer.error.DivergedException;

/** Trials that end badly. */
class SweepFailureTest extends SweepFixture {
  private static final String[] RANDOM = {
    "sweep.search=random", "sweep.space=[\"optimiser.lr = uniform(0.1, 0.5)\"]", "sweep.trials=2"
  };

  @Test
  void aTrialThatDivergesOrFailsHarmsNoOtherAndIsNotTriedAgain() throws IOException {
    trainings =
        new FakeTrainings(
            config -> {
              if (config.optimiser().lr() == 0.1) {
                throw new DivergedException("loss is NaN");
              } else if (config.optimiser().lr() == 0.2) {
                throw new ClusterException("out of memory", null);
              }
              return uar(config);
            });
    List<Outcome> outcomes = run(GRID);
    assertThat(outcomes)
        .extracting(Outcome::state)
        .containsExactly("finished", "diverged", "failed");
    assertThat(summary).contains("finished=1 stopped=0 diverged=1 failed=1");
    assertThat(told.toString())
        .contains("trial-001 diverged seconds=")
        .contains("optimiser.lr=0.1: loss is NaN")
        .contains("optimiser.lr=0.2: out of memory");
    again(GRID);
    assertThat(trainings.trained()).isEmpty();
    assertThat(told.toString()).contains("loss is NaN; remove its folder to try it again");

    delete(folder.resolve("s/trial-002"));
    again(GRID);
    assertThat(trainings.trained()).containsExactly("trial-002 to 100");
  }

  @Test
  void aTrialThatFailsBeforeItsRunHasAFolderIsNotTriedAgain() {
    trainings.reading(
        config -> {
          if (config.optimiser().lr() == 0.1) {
            throw new DataException("a shard is damaged");
          }
        });
    run(GRID);
    assertThat(summary).contains("finished=2").contains("failed=1");
    again(GRID);
    assertThat(trainings.trained()).isEmpty();
    assertThat(summary).contains("finished=2").contains("failed=1");
    assertThat(told.toString()).contains("a shard is damaged; remove its folder to try it again");
  }

  @Test
  void aDriverThatDiesWhenATrialHasAnEmptyFolderGoesOnWithThatTrial() {
    slots = 1;
    trainings.beginning(
        config -> {
          if (config.optimiser().lr() == 0.2) {
            throw new FakeTrainings.Death();
          }
        });
    assertThat(catchThrowable(() -> run(GRID))).isInstanceOf(FakeTrainings.Death.class);
    again(GRID);
    assertThat(trainings.trained()).containsExactly("trial-002 to 100", "trial-003 to 100");
    assertThat(folder.resolve("s/trial-004")).doesNotExist();
  }

  @Test
  void whatIsRefusedAtRunTimeEndsNoOtherAndIsNotTriedAgain() throws IOException {
    trainings =
        new FakeTrainings(
            config -> {
              if (config.optimiser().lr() == 0.1) {
                throw new ConfigException("not with this master");
              }
              return uar(config);
            });
    assertThat(run(GRID))
        .extracting(Outcome::state)
        .containsExactly("finished", "finished", "illegal");
    assertThat(exitCode).isEqualTo(2);
    assertThat(again(GRID).get(2).reason()).contains("not with this master");
    assertThat(trainings.trained()).isEmpty();
    assertThat(exitCode).isEqualTo(2);
    assertThat(told.toString())
        .contains("not with this master; remove its folder to try it again")
        .containsOnlyOnce("remove its folder");

    delete(folder.resolve("s/trial-001"));
    again(GRID);
    assertThat(trainings.trained()).containsExactly("trial-001 to 100");
    assertThat(exitCode).isZero();
  }

  @Test
  void aSweepOfWhichAllTrialsDivergeIsADivergenceAlsoWhenItIsRunAgain() {
    trainings =
        new FakeTrainings(
            config -> {
              throw new DivergedException("loss is NaN");
            });
    run(GRID);
    assertThat(summary).contains("best=none", "diverged=3");
    assertThat(exitCode).isEqualTo(5);
    again(GRID);
    assertThat(trainings.trained()).isEmpty();
    assertThat(exitCode).isEqualTo(5);
    again("sweep.grid=[\"optimiser.lr = 0.1, 0.2, 0.3, 0.4\"]");
    assertThat(exitCode).as("one has finished").isZero();
  }

  @Test
  void aDrawThatFailsIsNoFailureOfTheCommandUnlessNoneFinishes() {
    trainings.reading(config -> failIf(config.run().name().equals("trial-001")));
    run(RANDOM);
    assertThat(summary).contains("finished=1").contains("failed=1");
    assertThat(exitCode).isZero();

    trainings.reading(config -> failIf(true));
    run(with(RANDOM, "run.name=none"));
    assertThat(exitCode).isEqualTo(4);
    again(with(RANDOM, "run.name=none"));
    assertThat(exitCode).isEqualTo(4);
  }

  @Test
  void aRetrainingThatFailsIsAFailureOfTheCommandAndItsMeanNoNumber() {
    trainings.reading(config -> failIf(config.run().name().startsWith("retrain-")));
    run(new Retraining(1, 2), RANDOM);
    assertThat(exitCode).isEqualTo(4);
    assertThat(told.toString())
        .contains(" seeds=0: no training has finished")
        .doesNotContain("NaN");
    trainings = new FakeTrainings(SweepFixture::uar);
    run(new Retraining(1, 2), RANDOM);
    assertThat(trainings.trained()).isEmpty();
    assertThat(exitCode).isEqualTo(4);
  }

  @Test
  void aSweepThatLostItsFolderLeavesTheTablesOfTheOther() throws IOException {
    Path table = folder.resolve("s/sweep.csv");
    AtomicBoolean isLost = new AtomicBoolean();
    guard =
        () -> {
          if (isLost.get()) {
            throw new ClusterException("the folder is another's", null);
          }
        };
    slots = 1;
    trainings.reading(
        config -> {
          if (config.optimiser().lr() == 0.2) {
            isLost.set(true);
            write(table, "of the other");
          }
        });
    assertThat(catchThrowable(() -> run(GRID))).hasMessage("the folder is another's");
    assertThat(table).hasContent("of the other");
  }

  private static void failIf(boolean fails) {
    if (fails) {
      throw new DataException("a shard is damaged");
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void drawsThatAreIllegalTogetherAreRecordedAndTheOthersTrained() {
    List<Outcome> outcomes =
        run(
            "sweep.search=random",
            "sweep.space=[\"train.batch = choice(2, 8)\", \"train.workers = choice(1, 4)\"]",
            "sweep.trials=5");
    assertThat(summary).contains("finished=3").contains("illegal=2");
    assertThat(outcomes.stream().map(o -> o.reason().orElse("")).toList())
        .anyMatch(r -> r.contains("train.batch = 2"))
        .anyMatch(r -> r.contains("no values that no trial before has"));
  }

  @Test
  void aPointOfAGridThatIsIllegalIsRecordedAndTheOthersTrained() {
    String grid = "sweep.grid=[\"train.batch = %s\", \"train.workers = 1, 4\"]";
    List<Outcome> outcomes = run(grid.formatted("2, 8"));
    assertThat(summary).contains("finished=3").contains("illegal=1");
    assertThat(outcomes.get(3).reason().orElseThrow()).contains("train.batch = 2");
    assertThat(folder.resolve("s/sweep.csv")).content().contains("trial-002,illegal,,,0,0.000,2,4");
    assertThat(folder.resolve("s/sweep.json")).content().contains("\"illegal\"");
    assertThat(folder.resolve("s/trial-002")).doesNotExist();

    again(grid.formatted("4, 2, 8"));
    assertThat(trainings.trained())
        .containsExactlyInAnyOrder("trial-005 to 100", "trial-006 to 100");
    assertThat(summary).contains("finished=5").contains("illegal=1");
    assertThat(told.toString()).contains("trial-002 illegal ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sweep.grid=[\"optimiser.lr = 0.1, fast, -1\"] | optimiser.lr",
        "sweep.search=random | optimiser.lr",
      })
  void aValueThatNoRunCanHaveCostsItsTrialsAlone(String setting, String reason) {
    List<Outcome> outcomes =
        setting.contains("random")
            ? run(
                setting, "sweep.space=[\"optimiser.lr = choice(0.1, fast, -1)\"]", "sweep.trials=3")
            : run(setting);
    assertThat(summary).contains("finished=1").contains("illegal=2");
    assertThat(outcomes.get(2).reason().orElseThrow()).contains(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sweep.grid=[\"optimiser.rl = 0.1, 0.2\"]",
        "sweep.grid=[\"optimiser.rl = 0.1\", \"train.batch = 8, 16\"]"
      })
  void whatIsWrongForEveryTrialIsRefusedAtOnce(String grid) {
    assertThatThrownBy(() -> run(grid))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("did you mean optimiser.lr");
    assertThat(trainings.trained()).isEmpty();
  }

  static List<Error> errorsOfATrial() {
    return List.of(
        new NoClassDefFoundError("org/example/Kernels"),
        new StackOverflowError(),
        new AssertionError("of a test"),
        new OutOfMemoryError(
            "Cannot allocate new FloatPointer(9): totalBytes = 1, physicalBytes = 2"));
  }

  @ParameterizedTest
  @MethodSource("errorsOfATrial")
  void anErrorOfATrialIsRecordedAndTheOthersGoOn(Error error) {
    trainings =
        new FakeTrainings(
            config -> {
              if (config.optimiser().lr() == 0.1) {
                throw error;
              }
              return uar(config);
            });
    List<Outcome> outcomes = run(GRID);
    assertThat(outcomes)
        .extracting(Outcome::state)
        .containsExactly("finished", "finished", "failed");
    assertThat(outcomes.get(2).reason().orElseThrow())
        .containsAnyOf(error.getClass().getSimpleName(), "raise spark.native-memory");
    assertThat(exitCode).isEqualTo(4);
    again(GRID);
    assertThat(trainings.trained()).isEmpty();
    assertThat(exitCode).as("of the same command").isEqualTo(4);
  }

  static List<Error> errorsOfTheDriver() {
    return List.of(new OutOfMemoryError("Java heap space"), new InternalError("of a test"));
  }

  @ParameterizedTest
  @MethodSource("errorsOfTheDriver")
  void anErrorOfTheDriverEndsTheSweepAndTheSameCommandGoesOn(Error error) {
    slots = 1;
    trainings =
        new FakeTrainings(
            config -> {
              if (config.optimiser().lr() == 0.2) {
                throw error;
              }
              return uar(config);
            });
    assertThat(catchThrowable(() -> run(GRID))).isSameAs(error);
    assertThat(folder.resolve("s/sweep.json")).content().contains("\"running\"");
    again(GRID);
    assertThat(trainings.trained()).containsExactly("trial-002 to 100", "trial-003 to 100");
    assertThat(summary).contains("finished=3 ").contains("failed=0");
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(f -> assertThat(f.toFile().delete()).isTrue());
    }
  }
}
