package org.logoformer.jobs.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.ConfigException;
import org.logoformer.error.DivergedException;
import org.logoformer.jobs.slots.Seating;
import org.logoformer.jobs.slots.Seating.Executor;

class SweepTest {
  private static final String GRID = "sweep.grid=[\"optimiser.lr = 0.1, 0.2, 0.3\"]";
  private static final String[] ASHA = {
    "sweep.search=asha",
    "sweep.space=[\"optimiser.lr = log-uniform(0.001, 0.1)\"]",
    "sweep.trials=9",
    "train.epochs=9"
  };

  @TempDir Path folder;
  private StringWriter told = new StringWriter();
  private FakeTrainings trainings = new FakeTrainings(SweepTest::uar);
  private int slots = 2;
  private Duration time = Duration.ofHours(1);
  private String summary;

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
  void aSecondRunTrainsNothingAndTellsTheSame() {
    run(GRID);
    String before = summary;
    List<Outcome> outcomes = again(GRID);
    assertThat(trainings.trained()).isEmpty();
    assertThat(outcomes).extracting(Outcome::state).containsOnly("finished");
    assertThat(summary).isEqualTo(before);
  }

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
  void moreTrialsOfASpaceAreAllThatIsTrained() {
    String[] random = {
      "sweep.search=random", "sweep.space=[\"optimiser.lr = uniform(0.1, 0.5)\"]", "sweep.trials=3"
    };
    run(random);
    List<String> before = settings();
    again(with(random, "sweep.trials=5"));
    assertThat(trainings.trained())
        .containsExactlyInAnyOrder("trial-004 to 100", "trial-005 to 100");
    assertThat(settings()).containsAll(before).hasSize(5);
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
    assertThat(outcomes).extracting(Outcome::state).containsOnly("illegal");
    assertThat(outcomes.get(0).reason().orElseThrow()).contains("train.batch was 32, is 64");
    assertThat(trainings.trained()).isEmpty();
    again(GRID);
    assertThat(summary).contains("finished=3").contains("illegal=0");
  }

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
  void whatIsRefusedAtRunTimeEndsNoOtherAndIsLookedAtAgain() {
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
    again(GRID);
    assertThat(trainings.trained()).containsExactly("trial-001 to 100");
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
    trainings = new FakeTrainings(SweepTest::uar);
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
    trainings = new FakeTrainings(SweepTest::uar);
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
    trainings = new FakeTrainings(SweepTest::uar);
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
  void aWrongValueOfTheGridIsFoundBeforeTheFirst() {
    assertThatThrownBy(() -> run("sweep.grid=[\"optimiser.lr = 0.1, fast\"]"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("optimiser.lr");
    assertThat(trainings.trained()).isEmpty();
  }

  @Test
  void anAxisMayHaveListsForValues() {
    assertThat(run("sweep.grid=[\"data.augment.crop-area = [0.5, 1.0], [0.08,1.0]\"]"))
        .extracting(o -> o.trial().config().data().augment().cropArea().low())
        .containsExactlyInAnyOrder(0.5, 0.08);
  }

  /** A trial's folder as earlier versions left it. */
  private void finish(String name, int epochs, String... settings) throws IOException {
    Path trial = Files.createDirectories(folder.resolve("s").resolve(name));
    Files.writeString(trial.resolve("config.conf"), LogoConfig.of(settings).render());
    Files.writeString(
        trial.resolve("metrics.json"),
        "{\"uar\": 0.9, \"war\": 0.8, \"epochs\": %d}".formatted(epochs));
  }

  private List<String> settings() {
    return told.toString()
        .lines()
        .filter(l -> l.startsWith("trial-") && l.contains(" finished "))
        .map(l -> l.split(" ", -1)[0] + l.substring(l.lastIndexOf(' ')))
        .distinct()
        .toList();
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(f -> assertThat(f.toFile().delete()).isTrue());
    }
  }

  private static double uar(LogoConfig config) {
    return config.optimiser().lr();
  }

  private static String[] with(String[] settings, String more) {
    String[] all = Arrays.copyOf(settings, settings.length + 1);
    all[settings.length] = more;
    return all;
  }

  /** Another command on the same folder. */
  private List<Outcome> again(String... settings) {
    trainings = new FakeTrainings(SweepTest::uar);
    told = new StringWriter();
    return run(settings);
  }

  private List<Outcome> run(String... settings) {
    return run(Retraining.NONE, settings);
  }

  private List<Outcome> run(Retraining retraining, String... settings) {
    List<String> all = new ArrayList<>(List.of("run.dir=" + folder, "run.name=s"));
    all.addAll(Arrays.asList(settings));
    LogoConfig config = LogoConfig.of(all.toArray(String[]::new));
    PrintWriter out = new PrintWriter(told);
    Sweep sweep = new Sweep(new Configuration(), config, out, () -> {});
    sweep.run(
        new SideBySide.Field(
            trainings,
            new Seating(() -> List.of(new Executor("", slots))),
            config.sweep().most().orElse(Integer.MAX_VALUE),
            Duration.ZERO,
            System.nanoTime() + time.toNanos(),
            out),
        retraining);
    summary = sweep.summary();
    return sweep.outcomes();
  }
}
