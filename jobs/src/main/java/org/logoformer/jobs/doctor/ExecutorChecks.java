package org.logoformer.jobs.doctor;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.SparkConfig.DeployMode;
import org.logoformer.config.TrainConfig.Exact;

/** Judges what the slots of the executors reported. */
record ExecutorChecks(LogoConfig config, List<SlotReport> reports) {
  /** Whether there are enough slots for all workers to train side by side. */
  Finding workers() {
    Check check = new Check("workers");
    long executors = reports.stream().map(SlotReport::executor).distinct().count();
    long hosts = reports.stream().map(SlotReport::host).distinct().count();
    int workers = config.train().workers();
    int asked = config.spark().executors();
    String found =
        "%d slots in %d executors on %d hosts, for train.workers = %d"
            .formatted(reports.size(), executors, hosts, workers);
    if (reports.size() < workers) {
      return check.warn(
          found,
          "the workers take turns, %d to a slot: ask for more executors (spark.executors) or set train.workers to %d"
              .formatted((workers + reports.size() - 1) / reports.size(), reports.size()));
    }
    return executors < asked
        ? check.warn(found, "%d executors were asked for and did not come".formatted(asked))
        : check.ok(found);
  }

  /** Whether every slot computes, and all the same bits. */
  Finding bits() {
    Check check = new Check("probe");
    List<SlotReport> broken =
        reports.stream().filter(r -> !r.computes().failure().isEmpty()).toList();
    if (!broken.isEmpty()) {
      return check.fail(
          broken.get(0).name() + " cannot compute: " + broken.get(0).computes().failure(),
          "mend what it says; %d of %d slots fail".formatted(broken.size(), reports.size()));
    }
    Map<Long, List<SlotReport>> byProbe = by(r -> r.computes().probe());
    SlotReport.Computes first = reports.get(0).computes();
    if (byProbe.size() == 1) {
      return check.ok(
          "all slots compute the same bits (%016x): %s, %s, %s"
              .formatted(first.probe(), first.backend(), first.instructions(), first.cpu()));
    }
    String found =
        byProbe.entrySet().stream()
            .map(
                e ->
                    "%016x by %s (%s, %s)"
                        .formatted(
                            e.getKey(),
                            names(e.getValue()),
                            e.getValue().get(0).computes().cpu(),
                            e.getValue().get(0).computes().instructions()))
            .collect(Collectors.joining("; ", "the machines compute different bits: ", ""));
    return config.train().exact() == Exact.STRICT
        ? check.fail(
            found,
            "a retry on another machine would stop the run: train on equal machines, try"
                + " spark.native-variant, or set train.exact=warn")
        : check.warn(found, "a retry may change the result (train.exact = warn)");
  }

  /** Whether each process has kernels that are right. */
  List<Finding> kernels() {
    Map<String, List<SlotReport>> byProcess = by(SlotReport::name);
    return byProcess.entrySet().stream()
        .map(e -> e.getValue().get(0).kernels().finding(e.getKey()))
        .toList();
  }

  /** Whether all run the same program. */
  Finding software() {
    Check check = new Check("software");
    Map<String, List<SlotReport>> bySoftware = by(r -> r.computes().software());
    String found =
        bySoftware.entrySet().stream()
            .map(e -> e.getKey() + (bySoftware.size() == 1 ? "" : " on " + names(e.getValue())))
            .collect(Collectors.joining("; "));
    return bySoftware.size() == 1
        ? check.ok(found)
        : check.fail(found, "put the jars of one build where spark.jars says, and one Java");
  }

  /** Whether the executors see what the driver wrote to {@code run.dir}. */
  Finding runFolder() {
    Check check = new Check("run.dir, shared");
    List<SlotReport> blind = reports.stream().filter(r -> !r.marker().isEmpty()).toList();
    if (blind.isEmpty()) {
      return check.ok("every executor sees what the driver wrote");
    }
    String found = names(blind) + " cannot read it: " + blind.get(0).marker();
    String advice = "set run.dir to a file system that all machines share, such as hdfs://";
    return config.spark().deployMode() == DeployMode.CLUSTER
        ? check.fail(found, advice + "; a driver started elsewhere would find no run")
        : check.warn(found, advice + ", or resume from this machine only");
  }

  /** Whether the executors can read the clips. */
  Finding clips() {
    Check check = new Check("clips");
    List<SlotReport> blind = reports.stream().filter(r -> !r.clip().isEmpty()).toList();
    return blind.isEmpty()
        ? check.ok("every executor read one, checksums hold")
        : check.fail(
            names(blind) + " cannot read one: " + blind.get(0).clip(),
            "let every machine reach data.shards, and repair shards that are damaged");
  }

  static String names(List<SlotReport> reports) {
    return reports.stream().map(SlotReport::name).distinct().collect(Collectors.joining(", "));
  }

  private <K> Map<K, List<SlotReport>> by(Function<SlotReport, K> key) {
    return reports.stream().collect(Collectors.groupingBy(key, TreeMap::new, Collectors.toList()));
  }
}
