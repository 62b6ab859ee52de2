package org.logoformer.jobs.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.DataException;

class LedgerTest {
  private static final LogoConfig BASE = LogoConfig.of("model.preset=tiny");
  private static final List<Training> TRAININGS = Training.all(BASE, List.of(1), 1);
  private static final Figures FIGURES = new Figures(0.1 + 0.2, 1.0 / 3, 0.25, 1.25, 9.5, 1.1);

  @TempDir Path folder;

  @Test
  void whatIsFinishedIsFoundByTheNextProcess() {
    Ledger.open(file(), "avx2").add(TRAININGS.get(0), FIGURES);
    Ledger.open(file(), "avx2").add(TRAININGS.get(1), Figures.diverged(2));

    Ledger ledger = Ledger.open(file(), "avx2");
    assertThat(ledger.find(TRAININGS.get(0))).contains(FIGURES);
    assertThat(ledger.find(TRAININGS.get(1))).hasValueSatisfying(f -> f.isDiverged());
    assertThat(ledger.find(TRAININGS.get(2))).isEmpty();
  }

  @Test
  void aTrainingWithOtherSettingsIsNotTheSame() {
    Ledger ledger = Ledger.open(file(), "avx2");
    ledger.add(TRAININGS.get(0), FIGURES);
    Training longer = Training.all(BASE.with("train.epochs=99"), List.of(1), 1).get(0);
    assertThat(ledger.find(longer)).isEmpty();
  }

  @Test
  void aTrainingOnOtherInstructionsIsNotTheSame() {
    Ledger.open(file(), "avx2").add(TRAININGS.get(0), FIGURES);
    assertThat(Ledger.open(file(), "avx512_core").find(TRAININGS.get(0))).isEmpty();
  }

  @Test
  void aLineThatWasNotFinishedIsDroppedAndTheNextStartsItsOwn() throws IOException {
    Ledger.open(file(), "avx2").add(TRAININGS.get(0), FIGURES);
    Files.writeString(file(), "{\"averaging-frequency\":1,\"ou", StandardOpenOption.APPEND);

    Ledger.open(file(), "avx2").add(TRAININGS.get(1), FIGURES);

    assertThat(Files.readAllLines(file())).hasSize(2).allMatch(line -> line.endsWith("}"));
    assertThat(Ledger.open(file(), "avx2").find(TRAININGS.get(1))).contains(FIGURES);
  }

  @Test
  void aTrainingOfAFormerVersionHasNoSecondsOfAnEpoch() throws IOException {
    Ledger.open(file(), "avx2").add(TRAININGS.get(0), FIGURES);
    Files.writeString(file(), Files.readString(file()).replace("\"seconds-epoch\":1.1,", ""));

    assertThat(Ledger.open(file(), "avx2").find(TRAININGS.get(0)))
        .contains(new Figures(0.1 + 0.2, 1.0 / 3, 0.25, 1.25, 9.5, Double.NaN));
  }

  @Test
  void aBrokenLineIsShown() throws IOException {
    Files.writeString(file(), "{\"uar\": \"good\"}\n");
    assertThatThrownBy(() -> Ledger.open(file(), "avx2"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("trainings.jsonl")
        .hasMessageContaining("good")
        .hasMessageContaining("delete the line");
  }

  private Path file() {
    return folder.resolve("trainings.jsonl");
  }
}
