package org.logoformer.jobs.bench.quality;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.cli.Logo;
import org.logoformer.config.LogoConfig;
import org.logoformer.engine.KernelsFactory;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.bench.measure.Console;
import org.logoformer.jobs.dryrun.DryRun;
import org.logoformer.jobs.submit.Home;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options of the commands that compare trainings, and what is the same for all of them. */
final class TrainingOptions {
  /** The main job of one machine, below the project's folder. */
  private static final String QUICKSTART = "conf/quickstart.conf";

  @Mixin private ConfigOptions options;

  @Option(
      names = "--at-once",
      paramLabel = "N",
      description = "Trainings at the same time (default: cores / train.threads).")
  private Integer atOnce;

  @Option(
      names = "--work",
      paramLabel = "FOLDER",
      description = "Clips and finished trainings (default: ${DEFAULT-VALUE}).")
  private Path work = Path.of("target/quality");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** Where the command prints. */
  PrintWriter out() {
    return command.commandLine().getOut();
  }

  /** Answers {@code --dry-run}: prints what would be trained; whether that was asked for. */
  boolean printsOnly(LogoConfig base, List<Training> trainings) {
    if (options.isDryRun()) {
      new DryRun(base, out()).local();
      trainings.forEach(out()::println);
      out().flush();
    }
    return options.isDryRun();
  }

  /**
   * Settings that all trainings have in common.
   *
   * @param defaults a resource beside this class
   */
  LogoConfig base(String defaults) {
    Config resource = ConfigFactory.parseResources(TrainingOptions.class, defaults);
    return of(resource.root().render(ConfigRenderOptions.concise()), defaults);
  }

  /** As above, of the main job of one machine, as {@code submit/quickstart} trains it. */
  LogoConfig quickstart() {
    Path file = Home.ofProcess().root().resolve(QUICKSTART);
    try {
      return of(Files.readString(file), QUICKSTART);
    } catch (IOException e) {
      throw new ConfigException(
          "Cannot read %s: run 'submit/logo bench' of the project's folder".formatted(file), e);
    }
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
  Clips clips(LogoConfig base) {
    String given = base.data().shards();
    String folder =
        given.isEmpty() ? new SyntheticShards(work, Logo::run).folder(base, out()) : given;
    return Clips.open(folder, base);
  }

  /**
   * What comes out of each training. Those that the work folder knows are not run again, and a line
   * is printed for each that is.
   */
  List<Figures> train(List<Training> trainings, Clips clips) {
    int left = left(trainings, ledger(ours())).size();
    new Console(out()).line("trainings=%d finished=%d", trainings.size(), trainings.size() - left);
    Progress progress = new Progress(new Console(out()), left);
    return train(trainings, clips, ours(), Simulation::run, progress::print);
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
    pool(trainings.get(0).config())
        .map(
            left(trainings, ledger),
            training -> {
              Figures figures = runner.apply(training.config(), clips);
              ledger.add(training, figures);
              done.accept(training, figures);
              return figures;
            });
    return trainings.stream().map(t -> ledger.find(t).orElseThrow()).toList();
  }

  private static List<Training> left(List<Training> trainings, Ledger ledger) {
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

  private Pool pool(LogoConfig config) {
    int cores = Runtime.getRuntime().availableProcessors();
    return new Pool(Math.max(1, atOnce == null ? cores / config.train().threads() : atOnce));
  }
}
