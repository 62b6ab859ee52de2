package org.logoformer.jobs.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.doctor.Finding.Verdict;
import org.logoformer.jobs.doctor.SlotReport.Computes;

class ExecutorChecksTest {
  private static final List<SlotReport> WELL =
      List.of(Reports.well("0", "a"), Reports.well("0", "a"), Reports.well("1", "b"));

  @Test
  void allIsWell() {
    ExecutorChecks checks = checks(WELL, "train.workers=3", "spark.executors=2");
    assertThat(
            List.of(
                checks.workers(),
                checks.bits(),
                checks.software(),
                checks.runFolder(),
                checks.clips()))
        .extracting(Finding::verdict)
        .containsOnly(Verdict.OK);
    assertThat(checks.workers().found()).startsWith("3 slots in 2 executors on 2 hosts");
  }

  @Test
  void moreWorkersThanSlotsTakeTurns() {
    Finding finding = checks(WELL, "train.workers=8").workers();
    assertThat(finding.verdict()).isEqualTo(Verdict.WARN);
    assertThat(finding.advice()).contains("3 to a slot", "train.workers to 3");
  }

  @Test
  void executorsThatDidNotComeAreMissed() {
    Finding finding = checks(WELL, "train.workers=3", "spark.executors=4").workers();
    assertThat(finding.verdict()).isEqualTo(Verdict.WARN);
    assertThat(finding.advice()).contains("4 executors were asked for");
  }

  @Test
  void machinesThatComputeOtherBitsFailAStrictRun() {
    List<SlotReport> mixed =
        List.of(Reports.well("0", "a"), Reports.computing("1", "b", 8), Reports.well("2", "c"));
    Finding finding = checks(mixed).bits();
    assertThat(finding.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(finding.found())
        .contains("0000000000000007 by executor 0 on a, executor 2 on c")
        .contains("0000000000000008 by executor 1 on b");
    assertThat(finding.advice()).contains("spark.native-variant", "train.exact=warn");
    assertThat(checks(mixed, "train.exact=warn").bits().verdict()).isEqualTo(Verdict.WARN);
  }

  @Test
  void aSlotThatCannotComputeIsNamedWithItsReason() {
    Finding finding =
        checks(List.of(Reports.well("0", "a"), Reports.broken("1", "b", "no GPU"))).bits();
    assertThat(finding.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(finding.found()).isEqualTo("executor 1 on b cannot compute: no GPU");
    assertThat(finding.advice()).contains("1 of 2");
  }

  @Test
  void jarsOfAnotherBuildFail() {
    SlotReport stale =
        Reports.of("1", "b", new Computes("", "0.9 (old), Java 17", "a CPU", "CPU", "onednn", 7));
    Finding finding = checks(List.of(Reports.well("0", "a"), stale)).software();
    assertThat(finding.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(finding.found()).contains("0.9 (old), Java 17 on executor 1 on b");
    assertThat(finding.advice()).contains("spark.jars");
  }

  @Test
  void aRunFolderOnThisMachineOnlyIsNoPlaceForADriverOnTheCluster() {
    SlotReport well = Reports.well("1", "b");
    SlotReport blind =
        new SlotReport(
            "1", "b", well.computes(), well.kernels(), List.of(), "", "No such file", "");
    Finding here = checks(List.of(Reports.well("0", "a"), blind)).runFolder();
    assertThat(here.verdict()).isEqualTo(Verdict.WARN);
    assertThat(here.found()).isEqualTo("executor 1 on b cannot read it: No such file");
    assertThat(checks(List.of(blind), "spark.deploy-mode=cluster").runFolder().verdict())
        .isEqualTo(Verdict.FAIL);
  }

  @Test
  void clipsThatAnExecutorCannotReadFail() {
    SlotReport well = Reports.well("1", "b");
    SlotReport blind =
        new SlotReport("1", "b", well.computes(), well.kernels(), List.of(), "", "", "bad CRC");
    Finding finding = checks(List.of(blind)).clips();
    assertThat(finding.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(finding.found()).isEqualTo("executor 1 on b cannot read one: bad CRC");
  }

  private static ExecutorChecks checks(List<SlotReport> reports, String... overrides) {
    return new ExecutorChecks(LogoConfig.of(overrides), reports);
  }

  @Test
  void eachProcessHasALineOfItsKernels() {
    SlotReport well = Reports.well("1", "a");
    KernelReport routed = new KernelReport("", "", List.of("matmul by contiguous copies"));
    KernelReport refused = new KernelReport("No right way was found", "", List.of());
    List<SlotReport> reports =
        List.of(well, well, with("2", well, routed), with("3", well, refused));
    assertThat(new ExecutorChecks(LogoConfig.of(), reports).kernels())
        .extracting(f -> f.text().lines().findFirst().orElseThrow())
        .hasSize(3)
        .satisfiesExactly(
            line -> assertThat(line).matches("ok +kernels +ok, executor 1 on a: .*"),
            line -> assertThat(line).matches("warn +kernels +routed 1, executor 2 on a: .*"),
            line -> assertThat(line).matches("fail +kernels +refused, executor 3 on a: .*"));
  }

  private static SlotReport with(String executor, SlotReport r, KernelReport kernels) {
    return new SlotReport(executor, r.host(), r.computes(), kernels, List.of(), "", "", "");
  }
}
