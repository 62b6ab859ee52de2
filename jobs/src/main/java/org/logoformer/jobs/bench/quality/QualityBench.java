package org.logoformer.jobs.bench.quality;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.bench.measure.OutputFile;
import org.logoformer.jobs.dryrun.DryRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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
    },
    sortOptions = false)
public final class QualityBench implements Runnable {
  @Mixin private Workshop workshop;
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
      defaultValue = "3",
      paramLabel = "N",
      description = "Trainings of each setting, from run.seed on (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(names = "--out", paramLabel = "FILE", description = "The tables as Markdown.")
  private Path markdown;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    LogoConfig base = workshop.base("quality.conf");
    List<Training> trainings = Training.all(base, distinct(), seeds);
    PrintWriter out = spec.commandLine().getOut();
    if (workshop.isDryRun()) {
      new DryRun(base, out).local();
      trainings.forEach(out::println);
      out.flush();
      return;
    }
    Clips clips = workshop.clips(base, out);
    List<Figures> figures = workshop.train(trainings, clips, out);
    Results results = Results.of(trainings, figures);
    QualityText text = new QualityText(base, clips, results);
    text.plain().forEach(out::println);
    out.flush();
    confirmation.lines(workshop, Series.of(trainings, figures), out).forEach(out::println);
    out.flush();
    Optional.ofNullable(markdown)
        .ifPresent(file -> OutputFile.write(file, String.join("\n", text.markdown()) + "\n"));
  }

  private List<Integer> distinct() {
    if (seeds < 1 || frequencies.stream().anyMatch(h -> h < 1)) {
      throw new ConfigException(
          "--seeds %d and --H %s must be at least 1".formatted(seeds, frequencies));
    }
    return frequencies.stream().distinct().sorted().toList();
  }
}
