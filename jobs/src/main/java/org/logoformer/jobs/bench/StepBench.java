package org.logoformer.jobs.bench;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.OptimiserConfig.Sam;
import org.logoformer.jobs.DryRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code logo bench step}: the speed of training steps and evaluation. */
@Command(
    name = "step",
    description = "Measures passes, whole steps and evaluation of one mini-batch of noise.",
    footer = {
      "",
      "batch, threads, precision and kernels are short for train.batch and so on; threads is the"
          + " number of cores unless an argument says otherwise."
    },
    sortOptions = false)
final class StepBench implements Runnable {
  @Mixin private ConfigOptions options;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "PART",
      description = "Only these: ${COMPLETION-CANDIDATES}, separated by commas.")
  private Set<Part> only = EnumSet.allOf(Part.class);

  @Option(
      names = "--blocks",
      defaultValue = "5",
      paramLabel = "N",
      description = "Blocks per figure; it is their median (default: ${DEFAULT-VALUE}).")
  private int blocks;

  @Option(
      names = "--block-seconds",
      defaultValue = "1",
      paramLabel = "S",
      description = "What a block lasts at least (default: ${DEFAULT-VALUE}).")
  private double blockSeconds;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    LogoConfig config = options.config(Shorthand::expand);
    if (options.isDryRun()) {
      new DryRun(config, spec.commandLine().getOut()).local();
      return;
    }
    Workload workload = Workload.of(config, config.train().batch());
    StepReport report = new StepReport(spec.commandLine().getOut(), config);
    report.header();
    if (only.contains(Part.SPEED)) {
      report.peak(MatmulPeak.flops(config));
      speed(config, workload, report);
    }
    if (only.contains(Part.PROFILE)) {
      try (BenchNetwork network = new BenchNetwork(config, workload)) {
        report.profile(Profile.of(network, blocks));
      }
    }
    if (only.contains(Part.SLOTS) && config.train().threads() > 1) {
      report.slots(SlotRace.run(config, workload, Blocks.of(blocks, blockSeconds)));
    }
  }

  private void speed(LogoConfig config, Workload workload, StepReport report) {
    try (BenchNetwork passes = BenchNetwork.withoutAscent(config, workload);
        BenchNetwork steps = new BenchNetwork(config, workload)) {
      Map<String, Runnable> things = new LinkedHashMap<>();
      things.put("forward", passes::forward);
      things.put("forward-backward", passes::gradient);
      things.put("step", steps::step);
      things.put("evaluation", passes::evaluate);
      Map<String, Double> seconds = Blocks.of(blocks, blockSeconds).time(things);
      Flops flops = Flops.of(config);
      report.speed("forward", seconds.get("forward"), flops.forward());
      report.speed("forward-backward", seconds.get("forward-backward"), flops.forwardBackward());
      report.speed("step", seconds.get("step"), flops.step(ascents(config)));
      report.speed("evaluation", seconds.get("evaluation"), flops.forward());
      report.memory(Footprint.allocated(steps::step), Footprint.peakResident());
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
    SLOTS
  }
}
