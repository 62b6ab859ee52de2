package org.logoformer.jobs.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.logoformer.jobs.doctor.Reports.H100;
import static org.logoformer.jobs.doctor.Reports.T4;
import static org.logoformer.jobs.doctor.Reports.withGpu;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.logoformer.jobs.doctor.Finding.Verdict;

class GpuCheckTest {
  @Test
  void aGpuForEachSlotIsWell() {
    Finding finding =
        GpuCheck.of(
            1,
            List.of(
                withGpu("0", "a", "CUDA", "0", T4, T4),
                withGpu("1", "a", "CUDA", "1", T4, T4),
                withGpu("2", "b", "CUDA", "0", T4)));
    assertThat(finding.verdict()).isEqualTo(Verdict.OK);
    assertThat(finding.found()).contains("Tesla T4");
  }

  @Test
  void oneGpuForTwoExecutorsFails() {
    Finding finding =
        GpuCheck.of(
            1, List.of(withGpu("0", "a", "CUDA", "0", T4), withGpu("1", "a", "CUDA", "0", T4)));
    assertThat(finding.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(finding.found())
        .isEqualTo("GPU 0 was assigned to executor 0 on a and to executor 1 on a");
    assertThat(finding.advice()).contains("isolat");
  }

  @Test
  void hopperFailsBecauseTheBinariesHaveNoCodeForIt() {
    Finding finding = GpuCheck.of(1, List.of(withGpu("0", "a", "", "0", H100)));
    assertThat(finding.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(finding.found()).contains("NVIDIA H100 (compute capability 9.0", "3.7");
  }

  @Test
  void askedForButAbsentUnassignedOrACpuBuildFails() {
    assertFails(withGpu("0", "a", "CUDA", "0"), "'nvidia-smi' finds none", "driver");
    assertFails(withGpu("0", "a", "CUDA", "", T4), "assigned none to executor 0", "discovery");
    assertFails(withGpu("0", "a", "CPU", "0", T4), "CPU build", "-Pcuda");
  }

  @Test
  void gpusThatNobodyAskedForAreMentionedIfTheyCouldServe() {
    assertThat(GpuCheck.of(0, List.of(withGpu("0", "a", "CPU", ""))).verdict())
        .isEqualTo(Verdict.OK);
    Finding idle = GpuCheck.of(0, List.of(withGpu("0", "a", "CPU", "", T4)));
    assertThat(idle.verdict()).isEqualTo(Verdict.WARN);
    assertThat(idle.advice()).contains("spark.gpus=1");
    assertThat(GpuCheck.of(0, List.of(withGpu("0", "a", "CPU", "", H100))).verdict())
        .isEqualTo(Verdict.OK);
  }

  @Test
  void aCudaBuildWithoutAssignedGpusSharesTheFirst() {
    Finding finding = GpuCheck.of(0, List.of(withGpu("0", "a", "CUDA", "", T4)));
    assertThat(finding.verdict()).isEqualTo(Verdict.WARN);
    assertThat(finding.found()).contains("without spark.gpus = 1");
  }

  private static void assertFails(SlotReport report, String found, String advice) {
    Finding finding = GpuCheck.of(1, List.of(report));
    assertThat(finding.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(finding.found()).contains(found);
    assertThat(finding.advice()).contains(advice);
  }
}
