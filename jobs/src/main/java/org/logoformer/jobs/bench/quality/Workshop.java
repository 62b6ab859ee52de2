package org.logoformer.jobs.bench.quality;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.cli.Logo;
import org.logoformer.config.LogoConfig;
import org.logoformer.engine.KernelsFactory;
import org.logoformer.error.ConfigException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of the commands that compare trainings, and what is the same for all of them. */
final class Workshop {
  /** The main job of one machine, below the project's folder. */
  private static final String QUICKSTART = "conf/quickstart.conf";

  /** System property: the project's folder. */
  static final String HOME = "logoformer.home";

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

  /**
   * Settings that all trainings have in common.
   *
   * @param defaults a resource beside this class
   */
  LogoConfig base(String defaults) {
    return of(resource(defaults), defaults);
  }

  /** As above, of the main job of one machine, as {@code submit/quickstart} trains it. */
  LogoConfig quickstart() {
    Path file = home().resolve(QUICKSTART);
    try {
      return of(Files.readString(file), QUICKSTART);
    } catch (IOException e) {
      throw new ConfigException(
          "Cannot read %s: run 'submit/logo bench' of the project's folder".formatted(file), e);
    }
  }

  /** The project's folder, as {@code submit/logo} says. */
  static Path home() {
    return Path.of(System.getProperty(HOME, "")).toAbsolutePath();
  }

  private LogoConfig of(String text, String origin) {
    return options
        .config(text, origin)
        .with(
            "train.master=logo",
            "train.post-local-epochs=0",
            "train.stragglers=wait",
            // Every core has a training of its own.
            "data.prefetch=0");
  }

  /** What this command line said of files, settings and folders, for another process. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>(options.arguments());
    arguments.addAll(List.of("--work", work.toString()));
    if (atOnce != null) {
      arguments.addAll(List.of("--at-once", Integer.toString(atOnce)));
    }
    return arguments;
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
    List<Training> left = left(trainings);
    out.printf(
        Locale.ROOT,
        "trainings=%d finished=%d%n",
        trainings.size(),
        trainings.size() - left.size());
    out.flush();
    Diary diary = new Diary(out, left.size());
    return train(trainings, clips, ours(), Simulation::run, diary::tell);
  }

  /**
   * As above.
   *
   * @param computer what {@code runner} computes on, as the ledger knows it
   * @param done told of each training that is run
   */
  List<Figures> train(
      List<Training> trainings,
      Clips clips,
      String computer,
      BiFunction<LogoConfig, Clips, Figures> runner,
      BiConsumer<Training, Figures> done) {
    Ledger ledger = ledger(computer);
    List<Training> left = trainings.stream().filter(t -> ledger.find(t).isEmpty()).toList();
    crew(trainings.get(0).config())
        .map(
            left,
            training -> {
              Figures figures = runner.apply(training.config(), clips);
              ledger.add(training, figures);
              done.accept(training, figures);
              return figures;
            });
    return trainings.stream().map(t -> ledger.find(t).orElseThrow()).toList();
  }

  private List<Training> left(List<Training> trainings) {
    Ledger ledger = ledger(ours());
    return trainings.stream().filter(t -> ledger.find(t).isEmpty()).toList();
  }

  /** The finished trainings that {@code computer} computed. */
  Ledger ledger(String computer) {
    return Ledger.open(work.resolve("trainings.jsonl"), computer);
  }

  /** What this process computes on. */
  static String ours() {
    return KernelsFactory.instructionSet("onednn");
  }

  private Crew crew(LogoConfig config) {
    int cores = Runtime.getRuntime().availableProcessors();
    return new Crew(Math.max(1, atOnce == null ? cores / config.train().threads() : atOnce));
  }

  private static String resource(String name) {
    try (InputStream in = Workshop.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
