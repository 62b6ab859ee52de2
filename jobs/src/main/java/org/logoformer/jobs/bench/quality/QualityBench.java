package org.logoformer.jobs.bench.quality;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.cli.Logo;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.DryRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code logo bench quality}: UAR against communication. */
@Command(
    name = "quality",
    description = {
      "Trains with every H, outer optimiser and momentum, tests with and without BatchNorm",
      "recalibration, and says which defaults the test UAR supports.",
      "Running the same command again skips finished trainings."
    },
    footer = {
      "",
      "On clips of 'logo synth' unless data.shards is set. The outer optimiser steps with"
          + " train.outer.lr and train.outer.momentum; train.bn-recalibrate clips recalibrate."
    },
    sortOptions = false)
public final class QualityBench implements Runnable {
  private static final String DEFAULTS = "quality.conf";

  @Mixin private ConfigOptions options;

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

  @Option(names = "--epochs", paramLabel = "N", description = "Short for train.epochs.")
  private Integer epochs;

  @Option(names = "--workers", paramLabel = "N", description = "Short for train.workers.")
  private Integer workers;

  @Option(
      names = "--at-once",
      paramLabel = "N",
      description = "Trainings at the same time (default: cores / train.threads).")
  private Integer atOnce;

  @Option(
      names = "--work",
      defaultValue = "target/quality",
      paramLabel = "FOLDER",
      description = "Clips and finished trainings (default: ${DEFAULT-VALUE}).")
  private Path work;

  @Option(names = "--out", paramLabel = "FILE", description = "The tables as Markdown.")
  private Path markdown;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    LogoConfig base = base();
    List<Training> trainings = Training.all(base, distinct(), seeds);
    PrintWriter out = spec.commandLine().getOut();
    if (options.isDryRun()) {
      new DryRun(base, out).local();
      trainings.forEach(out::println);
      out.flush();
      return;
    }
    Clips clips = Clips.open(shards(base, out), base);
    Results results = Results.of(trainings, train(trainings, clips, out));
    QualityText text = new QualityText(base, clips, results);
    text.plain().forEach(out::println);
    out.flush();
    Optional.ofNullable(markdown).ifPresent(file -> write(file, text.markdown()));
  }

  /** Settings that all trainings have in common. */
  private LogoConfig base() {
    LogoConfig config = options.config(defaults(), DEFAULTS);
    int allEpochs = epochs == null ? config.train().epochs() : epochs;
    int allWorkers = workers == null ? config.train().workers() : workers;
    return config.with(
        "train.epochs=" + allEpochs,
        "train.workers=" + allWorkers,
        "train.master=logo",
        "train.post-local-epochs=0",
        "train.stragglers=wait");
  }

  private List<Integer> distinct() {
    if (seeds < 1 || frequencies.stream().anyMatch(h -> h < 1)) {
      throw new ConfigException(
          "--seeds %d and --H %s must be at least 1".formatted(seeds, frequencies));
    }
    return frequencies.stream().distinct().sorted().toList();
  }

  private String shards(LogoConfig base, PrintWriter out) {
    String given = base.data().shards();
    return given.isEmpty() ? new SyntheticShards(work, Logo::run).folder(base, out) : given;
  }

  private List<Figures> train(List<Training> trainings, Clips clips, PrintWriter out) {
    Ledger ledger = Ledger.open(work.resolve("trainings.jsonl"));
    List<Training> left = trainings.stream().filter(t -> ledger.find(t).isEmpty()).toList();
    out.printf(
        "bench quality trainings=%d finished=%d%n",
        trainings.size(), trainings.size() - left.size());
    out.flush();
    Diary diary = new Diary(out, left.size());
    crew(trainings.get(0).config())
        .map(
            left,
            training -> {
              Figures figures = Simulation.run(training.config(), clips);
              ledger.add(training, figures);
              diary.tell(training, figures);
              return figures;
            });
    return trainings.stream().map(t -> ledger.find(t).orElseThrow()).toList();
  }

  private Crew crew(LogoConfig config) {
    int cores = Runtime.getRuntime().availableProcessors();
    return new Crew(Math.max(1, atOnce == null ? cores / config.train().threads() : atOnce));
  }

  private static String defaults() {
    try (InputStream in = QualityBench.class.getResourceAsStream(DEFAULTS)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, List<String> lines) {
    try {
      Files.write(file, lines);
    } catch (IOException e) {
      throw new ClusterException("Cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
