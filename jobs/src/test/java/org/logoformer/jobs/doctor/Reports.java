package org.logoformer.jobs.doctor;

import java.util.List;
import org.logoformer.jobs.doctor.SlotReport.Computes;
import org.logoformer.runtime.Gpu;

/** Reports of slots that are well, but for what a test says. */
final class Reports {
  static final Gpu T4 = new Gpu("Tesla T4", 7, 5, "535.1");
  static final Gpu H100 = new Gpu("NVIDIA H100", 9, 0, "535.1");

  private static final KernelReport KERNELS =
      new KernelReport("", "9 operations proved in 0.10 s", List.of());

  private Reports() {}

  static SlotReport well(String executor, String host) {
    return computing(executor, host, 7);
  }

  static SlotReport computing(String executor, String host, long probe) {
    return of(
        executor, host, new Computes("", "1.0 (abc), Java 17", "a CPU", "CPU", "onednn", probe));
  }

  static SlotReport broken(String executor, String host, String failure) {
    return of(executor, host, new Computes(failure, "1.0 (abc), Java 17", "a CPU", "", "", 0));
  }

  static SlotReport of(String executor, String host, Computes computes) {
    return new SlotReport(executor, host, computes, KERNELS, List.of(), "", "", "");
  }

  static SlotReport withGpu(
      String executor, String host, String backend, String assigned, Gpu... gpus) {
    return new SlotReport(
        executor,
        host,
        new Computes("", "1.0 (abc), Java 17", "a CPU", backend, "nd4j", 7),
        KERNELS,
        List.of(gpus),
        assigned,
        "",
        "");
  }
}
