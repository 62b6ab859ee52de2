package org.logoformer.jobs.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.error.DivergedException;

class SweepTest {
  @TempDir Path folder;
  private final List<Double> trained = new ArrayList<>();

  @Test
  void trialsAreRankedByUar() {
    assertThat(run(config -> metrics(config.optimiser().lr())))
        .extracting(outcome -> outcome.trial().name())
        .containsExactly("trial-003", "trial-002", "trial-001");
    assertThat(folder.resolve("s/sweep.json")).content().contains("\"trial-003\"", "\"uar\" : 0.3");
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
  void whatWasTrainedWithOtherSettingsIsRefused() throws IOException {
    finish(100, "optimiser.lr=0.7");
    assertThatThrownBy(() -> run(config -> metrics(config.optimiser().lr())))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("optimiser.lr was 0.7, is 0.2");
  }

  /** The second trial, as a run with these settings leaves it. */
  private void finish(int epochs, String... settings) throws IOException {
    Path trial = Files.createDirectories(folder.resolve("s/trial-002"));
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
  }

  @Test
  void aWrongSettingIsFoundBeforeTheFirstTrial() {
    LogoConfig config = LogoConfig.of("sweep.grid=[\"optimiser.lr = 0.1, fast\"]");
    assertThatThrownBy(() -> Trial.of(config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("optimiser.lr");
  }

  private List<Outcome> run(Function<LogoConfig, JsonNode> training) {
    LogoConfig config =
        LogoConfig.of(
            "run.dir=" + folder, "run.name=s", "sweep.grid=[\"optimiser.lr = 0.1, 0.2, 0.3\"]");
    return new Sweep(
            new Configuration(),
            new PrintWriter(new StringWriter()),
            trial -> {
              trained.add(trial.optimiser().lr());
              return training.apply(trial);
            })
        .run(config);
  }

  private static JsonNode metrics(double uar) {
    return new ObjectMapper().createObjectNode().put("uar", uar).put("war", uar);
  }
}
