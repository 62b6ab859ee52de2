package org.logoformer.jobs.bench.quality;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.bench.measure.OutputFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code logo bench quality}: UAR against communication. */
@Command(
    name = "quality",
    description = {
      "Trains with every H, outer optimiser and momentum, tests with and without",
      "recalibrated BatchNorm, and says which defaults the test UAR supports.",
      "Running the same command again skips finished trainings."
    },
    footer = {
      "",
      "On clips of 'logo synth' unless data.shards is set. The outer optimiser steps with"
          + " train.outer.lr and train.outer.momentum; train.bn-recalibrate clips recalibrate."
    })
public final class QualityBench implements Runnable {
  @Mixin private TrainingOptions options;
  @Mixin private Confirmation confirmation;

  @Option(
      names = "--H",
      split = ",",
      defaultValue = "1,4,16,64",
      paramLabel = "H",
      description = "Local steps between averages (default: ${DEFAULT-VALUE}).")
  private List<Integer> frequencies;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Trainings of each setting, from run.seed on (default: ${DEFAULT-VALUE}).")
  private int seeds = 3;

  @Option(names = "--out", paramLabel = "FILE", description = "The tables as Markdown.")
  private Path markdown;

  @Override
  public void run() {
    LogoConfig base = options.base("quality.conf");
    List<Training> trainings = Training.all(base, distinct(), seeds);
    PrintWriter out = options.out();
    if (options.printsOnly(base, trainings)) {
      return;
    }
    Clips clips = options.clips(base);
    List<Series> series = Series.of(trainings, options.train(trainings, clips));
    QualityText text = new QualityText(base, clips, new Results(distinct(), series));
    out.print(text.plain());
    out.flush();
    confirmation.lines(options, series).forEach(out::println);
    out.flush();
    Optional.ofNullable(markdown).ifPresent(file -> OutputFile.write(file, text.markdown()));
  }

  private List<Integer> distinct() {
    if (seeds < 1 || frequencies.stream().anyMatch(h -> h < 1)) {
      throw new ConfigException(
          "--seeds %d and --H %s must be at least 1".formatted(seeds, frequencies));
    }
    return frequencies.stream().distinct().sorted().toList();
  }
}
