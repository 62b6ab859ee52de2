package org.logoformer.jobs.bench.step;

import org.logoformer.cli.ConfigOptions;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.bench.measure.Console;
import org.logoformer.jobs.bench.measure.Shorthand;
import org.logoformer.jobs.bench.measure.TimingOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code logo bench evaluation}: what reading, resizing and Spark cost an evaluation. */
@Command(
    name = "evaluation",
    description = {
      "Measures 'evaluate' on raw shards of noise, on Spark with one task, beside the bare network of"
          + " 'bench inference' with as many threads and clips at once (evaluate.batch).",
      "The speed of 'evaluate' is that of the further clips of a longer set: what it takes to begin is"
          + " told apart."
    })
public final class EvaluationBench implements Runnable {
  @Mixin private ConfigOptions options;
  @Mixin private TimingOptions timing;

  @Option(
      names = "--batches",
      defaultValue = "4",
      paramLabel = "N",
      description = "Batches of the shorter set; the longer has three times as many.")
  private int batches;

  @Override
  public void run() {
    LogoConfig config = options.config(Shorthand::expand);
    new StepReport(options.out(), config).header();
    EvaluationSpeed speed = EvaluationSpeed.of(config, batches, timing.blocks());
    Console console = new Console(options.out());
    console.line(
        "evaluation batch=%d bare-clips/s=%.3f evaluate-clips/s=%.3f begin-s=%.2f",
        speed.batch(), speed.bare(), speed.evaluated(), speed.beginning());
    console.line("ratio evaluation %.3f", speed.evaluated() / speed.bare());
  }
}
