package org.logoformer.jobs.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.logoformer.config.TrainConfig.Momentum;
import org.logoformer.config.TrainConfig.OuterKind;
import org.logoformer.jobs.bench.table.Table;

class QualityReportTest {
  private static final List<Integer> FREQUENCIES = List.of(1, 64);

  @Test
  void differencesArePairedBySeed() {
    Results results = ResultsFixture.of(FREQUENCIES, c -> c.frequency() == 64 ? 0.5 : 0.6);
    Interval uar = results.uar(Choice.plain(64));
    Interval change = results.difference(Choice.plain(64), Choice.plain(1));
    assertThat(uar.half()).as("seeds differ by 0.1").isGreaterThan(0.2);
    assertThat(change.half()).as("what they share is gone").isLessThan(0.02);
    assertThat(change.mean()).isBetween(-0.11, -0.09);
  }

  @Test
  void hasARowForEachChoiceAndCountsItsRounds() {
    QualityReport report = report(ResultsFixture.of(FREQUENCIES, c -> 0.5));
    Table table = report.choices();
    assertThat(table.rows()).hasSize(16);
    assertThat(table.rows().get(0))
        .startsWith("1", "none", "average", "pooled")
        .contains("reference", "129");
    assertThat(table.rows().get(8)).as("129 steps, 64 at a time").contains("64", "3");
  }

  @Test
  void effectsOverAllOthersHaveMorePairs() {
    Results results =
        ResultsFixture.of(FREQUENCIES, c -> c.outer() == OuterKind.NESTEROV ? 0.6 : 0.5);
    Table effects = report(results).effects();
    assertThat(effects.rows().get(2)).startsWith("all, others too", "");
    assertThat(effects.rows().get(2).get(2)).startsWith("+0.1");
    List<Choice> nesterov =
        Choice.all(FREQUENCIES).stream().filter(c -> c.outer() == OuterKind.NESTEROV).toList();
    Interval all = results.difference(nesterov, c -> c.with(OuterKind.NONE));
    Choice plain = Choice.plain(1);
    Interval one = results.difference(plain.with(OuterKind.NESTEROV), plain);
    assertThat(all.half()).isLessThan(one.half());
  }

  @Test
  void resettingMomentumSendsLessThanAveragingIt() {
    Traffic averaged = Traffic.of(Choice.plain(4).applied(ResultsFixture.BASE));
    Choice reset = Choice.plain(4).with(Momentum.RESET);
    Traffic less = Traffic.of(reset.applied(ResultsFixture.BASE));
    assertThat(less.received()).isEqualTo(averaged.received());
    assertThat(less.sent()).isLessThan(averaged.sent());
  }

  @Test
  void showsWhatDiverged() {
    QualityReport report =
        report(
            ResultsFixture.of(
                FREQUENCIES, c -> c.outer() == OuterKind.NESTEROV ? Double.NaN : 0.5));
    assertThat(report.choices().rows().get(4)).contains("1 of 3 diverged", "-");
    assertThat(report.effects().rows().get(0)).contains("reference", "-");
  }

  private static QualityReport report(Results results) {
    return new QualityReport(ResultsFixture.BASE, 1025, results);
  }
}
