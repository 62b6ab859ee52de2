package org.logoformer.jobs.bench.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.bench.measure.Flops;
import org.logoformer.jobs.bench.measure.Profile;
import org.logoformer.jobs.bench.step.PeerVariant.Layout;
import org.logoformer.jobs.bench.step.PeerVariant.Mode;
import org.logoformer.profile.Pass;
import org.logoformer.profile.Section;

class StepReportTest {
  private final StringWriter out = new StringWriter();
  private final StepReport report =
      new StepReport(new PrintWriter(out), LogoConfig.of("train.batch=4", "train.threads=2"));

  @Test
  void speedIsComparedWithThePeak() {
    report.peak(200e9);
    report.speed("forward", 4, 2, Flops::forward);

    assertThat(out.toString().lines())
        .containsExactly(
            "peak matmul gflops=200.0",
            "forward          clips/s=2.000 ms=2000.0 gflops=25.1 of-peak=0.13"
                + " nominal-gflops=40.9");
  }

  @Test
  void aRatioNamesBothSpeedsAndTheVariant() {
    PeerVariant slow = new PeerVariant(Layout.NCHW, Mode.EAGER, "f32");
    PeerVariant fast = new PeerVariant(Layout.CHANNELS_LAST, Mode.COMPILE, "f32");
    report.race("sam-f32", new Race(2, null, Map.of(slow, 4.0, fast, 3.2)));

    assertThat(out.toString().lines())
        .contains("peer sam-f32 nchw clips/s=1.000")
        .endsWith("ratio sam-f32 1.60 ours=2.000 peer=1.250 peer-variant=channels_last+compile");
  }

  @Test
  void bfloat16IsComparedWithOurOwnSpeedInF32AsWell() {
    PeerVariant variant = new PeerVariant(Layout.NCHW, Mode.EAGER, "bf16");
    report.race("sam-bf16", new Race(2, 2.5, Map.of(variant, 3.0)));

    assertThat(out.toString().lines())
        .endsWith(
            "ratio sam-bf16 1.50 ours=2.000 peer=1.333 peer-variant=nchw",
            "ratio sam-bf16-own 1.25 ours=2.000 f32=1.600");
  }

  @Test
  void aComparisonThatCannotBeMadeSaysWhy() {
    report.noRatio("sam-bf16", "this CPU has no AMX");

    assertThat(out.toString().lines()).containsExactly("ratio sam-bf16 n/a: this CPU has no AMX");
  }

  @Test
  void residentSetsAreInGigabytes() {
    report.residentRatio(
        1_500_000_000L, 2_000_000_000L, new PeerVariant(Layout.NCHW, Mode.EAGER, "f32"));

    assertThat(out.toString().lines())
        .containsExactly("ratio rss 0.75 ours=1.50GB peer=2.00GB peer-variant=nchw");
  }

  @Test
  void slotsAreComparedByTheirClipsASecond() {
    report.slots(new SlotRace(2, 2.5));

    assertThat(out.toString().lines()).containsExactly("slots 1x2=2.000 2x1=2.500 ratio=1.25");
  }

  @Test
  void lossesAreThoseOfTheEvaluationAndTheSteps() {
    report.losses("f32", List.of(2.5, 2.25, 2.125));

    assertThat(out.toString().lines())
        .containsExactly("losses f32 evaluation=2.500000 steps=2.250000,2.125000");
  }

  @Test
  void theProfileSharesOutTheStep() {
    report.profile(
        new Profile(
            Map.of(
                new Section("stem"),
                Map.of(Pass.FORWARD, 0.1, Pass.BACKWARD, 0.2),
                Section.UPDATE,
                Map.of(Pass.STEP, 0.1))));

    assertThat(out.toString())
        .containsPattern("stem +100\\.0 +200\\.0 +300\\.0 +75\\.0%")
        .containsPattern("update +0\\.0 +0\\.0 +100\\.0 +25\\.0%")
        .containsPattern("step +400\\.0");
  }
}
