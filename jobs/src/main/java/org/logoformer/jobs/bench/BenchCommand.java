package org.logoformer.jobs.bench;

import org.logoformer.jobs.bench.input.InputBench;
import org.logoformer.jobs.bench.kernels.KernelsBench;
import org.logoformer.jobs.bench.quality.ClaimsBench;
import org.logoformer.jobs.bench.quality.PrecisionBench;
import org.logoformer.jobs.bench.quality.ProofsBench;
import org.logoformer.jobs.bench.quality.QualityBench;
import org.logoformer.jobs.bench.quality.SeedsBench;
import org.logoformer.jobs.bench.rounds.RoundsBench;
import org.logoformer.jobs.bench.scaling.ScalingBench;
import org.logoformer.jobs.bench.soak.SoakBench;
import org.logoformer.jobs.bench.step.EvaluationBench;
import org.logoformer.jobs.bench.step.FramesBench;
import org.logoformer.jobs.bench.step.InferenceBench;
import org.logoformer.jobs.bench.step.MemoryBench;
import org.logoformer.jobs.bench.step.ResidentBench;
import org.logoformer.jobs.bench.step.StepBench;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code logo bench}: the measurements of this machine. */
@Command(
    name = "bench",
    description = "Measures training and evaluation on this machine: speed, memory, quality.",
    synopsisSubcommandLabel = "<measurement>",
    subcommands = {
      StepBench.class,
      InferenceBench.class,
      EvaluationBench.class,
      MemoryBench.class,
      KernelsBench.class,
      ProofsBench.class,
      FramesBench.class,
      ResidentBench.class,
      RoundsBench.class,
      ScalingBench.class,
      SoakBench.class,
      SeedsBench.class,
      QualityBench.class,
      InputBench.class,
      ClaimsBench.class,
      PrecisionBench.class
    })
public final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "Say what to measure: " + String.join(", ", spec.subcommands().keySet()));
  }
}
