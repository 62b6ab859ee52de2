package org.logoformer.jobs.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.error.DivergedException;
import org.logoformer.jobs.run.RunMetrics;
import org.logoformer.jobs.run.Spread;

class SweepTest {
  @TempDir Path folder;
  private final List<Double> trained = new ArrayList<>();
  private final StringWriter told = new StringWriter();

  @Test
  void trialsAreRankedByUar() {
    assertThat(run(config -> metrics(config.optimiser().lr())))
        .extracting(outcome -> outcome.trial().settings().get(0))
        .containsExactly("optimiser.lr=0.3", "optimiser.lr=0.2", "optimiser.lr=0.1");
    assertThat(folder.resolve("s/sweep.json"))
        .content()
        .contains("\"trial-", "\"uar\" : 0.3", "\"finished\"");
  }

  @Test
  void aFinishedTrialIsNotTrainedAgain() throws IOException {
    finish(100, "optimiser.lr=0.2");
    assertThat(run(config -> metrics(config.optimiser().lr())).get(0))
        .extracting(outcome -> outcome.trial().name(), Outcome::uar)
        .containsExactly("trial-002", 0.9);
    assertThat(trained).containsExactly(0.1, 0.3);
  }

  @Test
  void aFinishedTrialWithMoreEpochsToGoGoesOn() throws IOException {
    finish(3, "optimiser.lr=0.2", "train.epochs=3");
    run(config -> metrics(config.optimiser().lr()));
    assertThat(trained).containsExactly(0.1, 0.2, 0.3);
  }

  @Test
  void whatWasTrainedWithOtherSettingsIsRefusedAndTheOthersGoOn() throws IOException {
    String name = trials().get(1).name();
    finish(name, 100, "optimiser.lr=0.2", "train.batch=64");
    List<Outcome> outcomes = run(config -> metrics(config.optimiser().lr()));
    assertThat(trained).containsExactly(0.1, 0.3);
    assertThat(outcomes.get(2).state()).isEqualTo(Outcome.State.REFUSED);
    assertThat(outcomes.get(2).refusal())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("train.batch was 64, is 32");
    assertThat(folder.resolve("s/sweep.json")).content().contains("refused", "train.batch was 64");
  }

  @Test
  void aTrialThatIsRefusedAtRunTimeEndsNoOther() {
    List<Outcome> outcomes =
        run(
            config -> {
              if (config.optimiser().lr() == 0.1) {
                throw new ConfigException("not with this master");
              }
              return metrics(config.optimiser().lr());
            });
    assertThat(trained).containsExactly(0.1, 0.2, 0.3);
    assertThat(outcomes)
        .extracting(Outcome::state)
        .containsExactly(Outcome.State.FINISHED, Outcome.State.FINISHED, Outcome.State.REFUSED);
  }

  @Test
  void trialsAreKnownByTheirValuesAndNotByTheirPlaces() {
    List<String> names = trials().stream().map(Trial::name).toList();
    LogoConfig more = sweep("sweep.grid=[\"optimiser.lr = 0.05, 0.10, 0.2, 0.3\"]");
    assertThat(Trial.of(more)).extracting(Trial::name).containsAll(names).hasSize(4);
  }

  @Test
  void aFinishedTrialIsFoundWhenAnAxisIsAdded() throws IOException {
    finish("trial-002", 100, "optimiser.lr=0.2");
    LogoConfig more =
        sweep("sweep.grid=[\"optimiser.momentum = 0.5, 0.9\", \"optimiser.lr = 0.1, 0.2\"]");
    run(more, config -> metrics(config.optimiser().lr()));
    assertThat(trained).containsExactly(0.1, 0.2, 0.1);
  }

  @Test
  void figuresOfAnotherSplitAreRefused() throws IOException {
    finish("trial-002", 100, "optimiser.lr=0.2", "data.test-split=val");
    String name = trials().get(1).name();
    Files.move(folder.resolve("s/trial-002"), folder.resolve("s").resolve(name));
    assertThat(run(config -> metrics(config.optimiser().lr())).get(2).refusal())
        .hasMessageContaining("data.test-split was val, is test");
  }

  @Test
  void trialsThatTrainTheSameAreRefusedBeforeTheFirst() {
    for (String grid :
        List.of("optimiser.lr = 0.1, 0.10", "spark.executors = 1, 2", "data.prefetch = 1, 2")) {
      assertThatThrownBy(() -> Trial.of(sweep("sweep.grid=[\"" + grid + "\"]")))
          .as(grid)
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("train the same");
    }
  }

  @Test
  void anAxisMayHaveListsForValues() {
    LogoConfig lists = sweep("sweep.grid=[\"data.augment.crop-area = [0.5, 1.0], [0.08,1.0]\"]");
    assertThat(Trial.of(lists))
        .extracting(t -> t.config().data().augment().cropArea().low())
        .containsExactly(0.5, 0.08);
  }

  /** A trial's folder as earlier versions named it, as a run with these settings leaves it. */
  private void finish(int epochs, String... settings) throws IOException {
    finish("trial-002", epochs, settings);
  }

  private void finish(String name, int epochs, String... settings) throws IOException {
    Path trial = Files.createDirectories(folder.resolve("s").resolve(name));
    Files.writeString(trial.resolve("config.conf"), LogoConfig.of(settings).render());
    Files.writeString(
        trial.resolve("metrics.json"),
        "{\"uar\": 0.9, \"war\": 0.8, \"epochs\": %d}".formatted(epochs));
  }

  @Test
  void aDivergingTrialHarmsNoOther() {
    List<Outcome> outcomes =
        run(
            config -> {
              if (config.optimiser().lr() == 0.1) {
                throw new DivergedException("loss is NaN");
              }
              return metrics(config.optimiser().lr());
            });
    assertThat(outcomes)
        .extracting(Outcome::state)
        .containsExactly(Outcome.State.FINISHED, Outcome.State.FINISHED, Outcome.State.DIVERGED);
    String diverged = outcomes.get(2).trial().name();
    assertThat(folder.resolve("s").resolve(diverged).resolve("diverged.json"))
        .content()
        .contains("loss is NaN");
    assertThat(outcomes.get(0).line()).contains(" uar=0.3000 war=0.3000 optimiser.lr=0.3");
    assertThat(outcomes.get(2).line()).isEqualTo(diverged + " diverged optimiser.lr=0.1");
    assertThat(told.toString().lines())
        .contains("1/3  " + diverged + "  optimiser.lr=0.1", diverged + " diverged: loss is NaN");
  }

  @Test
  void aTrialThatDivergedIsNotTrainedAgain() throws IOException {
    String name = trials().get(0).name();
    Path trial = Files.createDirectories(folder.resolve("s").resolve(name));
    Files.writeString(trial.resolve("config.conf"), LogoConfig.of("optimiser.lr=0.1").render());
    Files.writeString(trial.resolve("diverged.json"), "{\"message\": \"NaN\"}");
    assertThat(run(config -> metrics(config.optimiser().lr())).get(2).state())
        .isEqualTo(Outcome.State.DIVERGED);
    assertThat(trained).containsExactly(0.2, 0.3);
  }

  @Test
  void aWrongSettingIsFoundBeforeTheFirstTrial() {
    LogoConfig config = LogoConfig.of("sweep.grid=[\"optimiser.lr = 0.1, fast\"]");
    assertThatThrownBy(() -> Trial.of(config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("optimiser.lr");
  }

  private LogoConfig sweep(String grid) {
    return LogoConfig.of("run.dir=" + folder, "run.name=s", grid);
  }

  private List<Trial> trials() {
    return Trial.of(sweep("sweep.grid=[\"optimiser.lr = 0.1, 0.2, 0.3\"]"));
  }

  private List<Outcome> run(Function<LogoConfig, RunMetrics> training) {
    return run(sweep("sweep.grid=[\"optimiser.lr = 0.1, 0.2, 0.3\"]"), training);
  }

  private List<Outcome> run(LogoConfig sweep, Function<LogoConfig, RunMetrics> training) {
    return new Sweep(
            new Configuration(),
            new PrintWriter(told),
            trial -> {
              trained.add(trial.optimiser().lr());
              return training.apply(trial);
            })
        .run(sweep);
  }

  private static RunMetrics metrics(double uar) {
    Spread both = new Spread(uar, Double.NaN);
    return new RunMetrics(both, both, List.of(), OptionalInt.empty(), Map.of());
  }
}
