package org.logoformer.jobs.bench.step;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.OptimiserConfig.Sam;
import org.logoformer.jobs.bench.measure.BenchNetwork;
import org.logoformer.jobs.bench.measure.Blocks;
import org.logoformer.jobs.bench.measure.Flops;
import org.logoformer.jobs.bench.measure.Footprint;
import org.logoformer.jobs.bench.measure.Profile;
import org.logoformer.jobs.bench.measure.Shorthand;
import org.logoformer.jobs.bench.measure.Spelling;
import org.logoformer.jobs.bench.measure.TimingOptions;
import org.logoformer.jobs.bench.measure.Workload;
import org.logoformer.jobs.dryrun.DryRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code logo bench step}: the speed of training steps and evaluation. */
@Command(
    name = "step",
    description = "Measures passes, whole steps and evaluation of one mini-batch of noise.",
    footer = {
      "",
      "batch, threads, precision and kernels are short for train.batch and so on; threads is the"
          + " number of cores unless an argument says otherwise.",
      "gflops counts what is multiplied here, nominal-gflops what papers count: Winograd's"
          + " convolutions need fewer products, and of the last block only what the head reads is"
          + " computed."
    })
public final class StepBench implements Runnable {
  @Mixin private ConfigOptions options;
  @Mixin private TimingOptions timing;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "PART",
      description = "Only these of ${COMPLETION-CANDIDATES}; all but peer by default.")
  private Set<Part> only = EnumSet.of(Part.SPEED, Part.PROFILE, Part.SLOTS);

  @Option(
      names = "--peer",
      description = "Compare with PyTorch too: same weights, same clips, in turn.")
  private boolean peer;

  @Option(
      names = "--python",
      paramLabel = "COMMAND",
      description = "Python interpreter that has torch (default: ${DEFAULT-VALUE}).")
  private String python = "python3";

  @Option(
      names = "--peer-modes",
      split = ",",
      paramLabel = "MODE",
      description = "Only these of ${COMPLETION-CANDIDATES}; compiling takes minutes.")
  private Set<PeerVariant.Mode> modes = EnumSet.allOf(PeerVariant.Mode.class);

  @Override
  public void run() {
    LogoConfig config = options.config(Shorthand::expand);
    if (options.isDryRun()) {
      new DryRun(config, options.out()).local();
      return;
    }
    Workload workload = Workload.of(config, config.train().batch());
    Blocks blocks = timing.blocks();
    StepReport report = new StepReport(options.out(), config);
    report.header();
    if (only.contains(Part.SPEED)) {
      speed(config, workload, blocks, report);
    }
    if (only.contains(Part.PROFILE)) {
      try (BenchNetwork network = new BenchNetwork(config, workload)) {
        report.profile(Profile.of(network, blocks.count()));
      }
    }
    if (only.contains(Part.SLOTS) && config.train().threads() > 1) {
      report.slots(SlotRace.run(config, workload, blocks));
    }
    if (peer || only.contains(Part.PEER)) {
      new PeerBench(config, workload, python, modes, blocks, report).run();
    }
  }

  private void speed(LogoConfig config, Workload workload, Blocks blocks, StepReport report) {
    try (MatmulPeak peak = new MatmulPeak(config);
        BenchNetwork passes = BenchNetwork.withoutAscent(config, workload);
        BenchNetwork steps = new BenchNetwork(config, workload)) {
      Map<String, Runnable> things = new LinkedHashMap<>();
      things.put("forward", passes::forward);
      things.put("forward-backward", passes::gradient);
      things.put("step", steps::step);
      things.put("evaluation", passes::evaluate);
      things.put("peak", peak::run);
      Map<String, Double> seconds = blocks.time(things);
      int clips = workload.clips();
      report.peak(peak.flops());
      report.speed("forward", clips, seconds.get("forward"), Flops::forward);
      report.speed(
          "forward-backward", clips, seconds.get("forward-backward"), Flops::forwardBackward);
      report.speed("step", clips, seconds.get("step"), f -> f.step(ascents(config)));
      report.speed("evaluation", clips, seconds.get("evaluation"), Flops::forward);
      report.allocated(Footprint.allocated(steps::step));
      report.resident(Footprint.peakResident());
    }
  }

  /** Second passes per step. */
  static double ascents(LogoConfig config) {
    Sam sam = config.optimiser().sam();
    if (sam.rho() == 0) {
      return 0;
    }
    return switch (sam.variant()) {
      case SAM, ASAM -> 1;
      case PERIODIC, LOOKSAM -> 1.0 / sam.every();
    };
  }

  /** What can be measured. */
  enum Part {
    SPEED,
    PROFILE,
    SLOTS,
    PEER;

    /** How it is written on the command line. */
    @Override
    public String toString() {
      return Spelling.of(this);
    }
  }
}
