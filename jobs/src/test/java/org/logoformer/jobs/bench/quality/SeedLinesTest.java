package org.logoformer.jobs.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeedLinesTest {
  @Test
  void aLineIsReadAsItWasWritten() {
    Figures figures = new Figures(0.9771, 0.9, 0.7125, 0.3, 81, 9);
    String line = SeedLines.line(3, "avx2", figures);
    assertThat(line).isEqualTo("seed 3 avx2 uar=0.9771 shuffled=0.7125 seconds=81");
    assertThat(SeedLines.parsed(line))
        .hasValueSatisfying(
            f -> {
              assertThat(f.pooled()).isEqualTo(0.9771);
              assertThat(f.shuffled()).isEqualTo(0.7125);
            });
    assertThat(SeedLines.parsed("ended: seed=3 uar=0.9771 s=81")).isEmpty();
  }

  @Test
  void theSummaryTellsTheWorstRunAndTheMedian() {
    List<Figures> figures =
        List.of(run(0.98, 0.70), run(0.90, 0.80), run(0.99, 0.60), run(1.00, 0.75));
    assertThat(SeedLines.summary(figures))
        .contains("seeds runs=4 uar-min=0.9000 drop-min=0.1000 uar-median=0.9850");
  }

  @Test
  void aTrainingThatDivergedCountsAsTheWorst() {
    String line = SeedLines.line(1, "avx2", Figures.diverged(5));
    assertThat(SeedLines.parsed(line)).hasValueSatisfying(f -> assertThat(f.isDiverged()).isTrue());
    assertThat(SeedLines.summary(List.of(run(0.9, 0.5), Figures.diverged(5))))
        .hasValueSatisfying(s -> assertThat(s).contains("uar-min=0.0000 drop-min=0.0000"));
  }

  private static Figures run(double uar, double shuffled) {
    return new Figures(uar, uar, shuffled, 0, 1, 1);
  }
}
