package org.logoformer.jobs.bench.quality;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.cli.Logo;
import org.logoformer.config.LogoConfig;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of the commands that compare trainings, and what is the same for all of them. */
final class Workshop {
  private static final String DEFAULTS = "quality.conf";

  @Mixin private ConfigOptions options;

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

  boolean isDryRun() {
    return options.isDryRun();
  }

  /** Settings that all trainings have in common. */
  LogoConfig base() {
    return options
        .config(defaults(), DEFAULTS)
        .with("train.master=logo", "train.post-local-epochs=0", "train.stragglers=wait");
  }

  /** The clips of {@code data.shards}, or rendered ones. */
  Clips clips(LogoConfig base, PrintWriter out) {
    String given = base.data().shards();
    String folder =
        given.isEmpty() ? new SyntheticShards(work, Logo::run).folder(base, out) : given;
    return Clips.open(folder, base);
  }

  /**
   * What comes out of each training. Those that the work folder knows are not run again.
   *
   * @param out gets a line for each that is run
   */
  List<Figures> train(List<Training> trainings, Clips clips, PrintWriter out) {
    Ledger ledger = Ledger.open(work.resolve("trainings.jsonl"));
    List<Training> left = trainings.stream().filter(t -> ledger.find(t).isEmpty()).toList();
    out.printf("trainings=%d finished=%d%n", trainings.size(), trainings.size() - left.size());
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
    try (InputStream in = Workshop.class.getResourceAsStream(DEFAULTS)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
