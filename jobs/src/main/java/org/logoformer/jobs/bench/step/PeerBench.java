package org.logoformer.jobs.bench.step;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.Precision;
import org.logoformer.dl4j.NetworkGraph;
import org.logoformer.error.LogoException;
import org.logoformer.jobs.bench.measure.BenchNetwork;
import org.logoformer.jobs.bench.measure.Blocks;
import org.logoformer.jobs.bench.measure.Peer;
import org.logoformer.jobs.bench.measure.TemporaryFolder;
import org.logoformer.jobs.bench.measure.Workload;

/** {@code bench step --peer}: the same work in PyTorch. */
record PeerBench(
    LogoConfig config,
    Workload workload,
    String python,
    Set<PeerVariant.Mode> modes,
    Blocks blocks,
    StepReport report) {
  /** Steps after which the resident set no longer grows. */
  private static final int RESIDENT_STEPS = 3;

  /** Everything, in f32 and in bf16. */
  void run() {
    try (TemporaryFolder temporary = new TemporaryFolder()) {
      Path folder = temporary.path();
      Optional<PeerVariant> fastest = precision(Precision.F32, folder);
      try {
        precision(Precision.BF16, folder);
      } catch (LogoException e) {
        // Without the instructions for it, ours is refused: nothing to compare.
        report.noRatio(stepName("bf16"), e.getMessage());
        report.noRatio("eval-bf16", e.getMessage());
      }
      fastest.ifPresent(variant -> resident(variant, folder));
    }
  }

  /** The peer's fastest variant for steps. */
  private Optional<PeerVariant> precision(Precision of, Path folder) {
    LogoConfig typed = config.with("train.precision=" + of.label());
    String precision = of.label();
    try (BenchNetwork ours = new BenchNetwork(typed, workload);
        BenchNetwork reference = of == Precision.F32 ? null : f32();
        Peer peer = Twins.peer(python, folder)) {
      PeerTask task = PeerTask.write(typed, NetworkGraph.named(ours.graph()), workload, folder);
      report.peer(task.load(peer));
      Comparison comparison =
          new Comparison(ours, reference, peer, PeerVariant.of(precision, modes));
      List<Double> losses = comparison.check(report::broken);
      if (!comparison.possible()) {
        report.noRatio(stepName(precision), "no variant of the peer works");
        return Optional.empty();
      }
      report.losses(precision, losses);
      Race steps = comparison.steps(blocks);
      report.race(stepName(precision), steps);
      report.race("eval-" + precision, comparison.evaluation(blocks));
      return Optional.of(steps.fastest().getKey());
    }
  }

  private BenchNetwork f32() {
    return new BenchNetwork(config.with("train.precision=f32"), workload);
  }

  private void resident(PeerVariant variant, Path folder) {
    long ours = ResidentBench.ofOwnProcess(config.with("train.precision=f32"));
    try (Peer peer = Twins.peer(python, folder)) {
      new PeerTask(config, folder).load(peer);
      peer.ask(variant.prepare());
      for (int i = 0; i < RESIDENT_STEPS; i++) {
        peer.ask(variant.request("steps"));
      }
      report.residentRatio(ours, peer.ask(Peer.request("peak")).get("bytes").asLong(), variant);
    }
  }

  private String stepName(String precision) {
    return (config.optimiser().sam().rho() > 0 ? "sam-" : "sgd-") + precision;
  }
}
