package org.logoformer.jobs.doctor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.logoformer.runtime.Gpu;

/** Whether each slot has a GPU of its own that ND4J serves, where GPUs are asked for. */
final class GpuCheck {
  private static final Check CHECK = new Check("gpu");

  private GpuCheck() {}

  /**
   * Judges the GPUs.
   *
   * @param asked {@code spark.gpus}
   */
  static Finding of(int asked, List<SlotReport> reports) {
    List<Gpu> present =
        reports.stream()
            .collect(Collectors.toMap(SlotReport::host, SlotReport::gpus, (a, b) -> a))
            .values()
            .stream()
            .flatMap(List::stream)
            .toList();
    return asked == 0 ? unasked(present, reports) : asked(present, reports);
  }

  private static Finding unasked(List<Gpu> present, List<SlotReport> reports) {
    if (reports.stream().anyMatch(r -> r.computes().backend().equals("CUDA"))) {
      return CHECK.warn(
          "a CUDA build without spark.gpus = 1",
          "every process takes the first GPU of its machine: set spark.gpus=1, so that each gets"
              + " its own");
    }
    if (present.isEmpty()) {
      return CHECK.ok("none, and none asked for: the CPU computes");
    }
    return present.stream().anyMatch(Gpu::isSupported)
        ? CHECK.warn(
            names(present) + " present, and not used",
            "build with 'mvn -Pcuda package' and set spark.gpus=1")
        : CHECK.ok(names(present) + " present, but " + Gpu.SERVED + ": the CPU computes");
  }

  private static Finding asked(List<Gpu> present, List<SlotReport> reports) {
    for (SlotReport report : reports) {
      if (report.assigned().isEmpty()) {
        return CHECK.fail(
            "Spark assigned none to " + report.name(),
            "run on a cluster that knows its GPUs (submit/gpu-discovery.sh): local[n] has none to"
                + " assign");
      }
    }
    if (present.isEmpty()) {
      return CHECK.fail(
          "asked for (spark.gpus = 1), but 'nvidia-smi' finds none on "
              + ExecutorChecks.names(reports),
          "install the NVIDIA driver, let the containers see the GPUs, or set spark.gpus=0");
    }
    if (present.stream().noneMatch(Gpu::isSupported)) {
      return CHECK.fail(
          names(present) + " cannot be used: " + Gpu.SERVED,
          "use other machines, or a CPU build with spark.gpus=0");
    }
    if (reports.stream().anyMatch(r -> r.computes().backend().equals("CPU"))) {
      return CHECK.fail(
          "asked for (spark.gpus = 1), but this is a CPU build",
          "build with 'mvn -Pcuda package', or set spark.gpus=0");
    }
    Map<String, String> takenBy = new HashMap<>();
    for (SlotReport report : reports) {
      String other = takenBy.put(report.host() + " " + report.assigned(), report.name());
      if (other != null) {
        return CHECK.fail(
            "GPU %s was assigned to %s and to %s"
                .formatted(report.assigned(), other, report.name()),
            "let the cluster isolate GPUs (on YARN: yarn.io/gpu with isolation), or run one"
                + " executor on a machine");
      }
    }
    return CHECK.ok("one for each slot: " + names(present));
  }

  private static String names(List<Gpu> gpus) {
    return gpus.stream().map(Gpu::toString).distinct().collect(Collectors.joining(", "));
  }
}
