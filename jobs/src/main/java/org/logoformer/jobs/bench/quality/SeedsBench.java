package org.logoformer.jobs.bench.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.bench.measure.Console;
import org.logoformer.jobs.bench.measure.LogoProcess;
import org.logoformer.jobs.bench.step.Twin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code logo bench seeds}: whether the quickstart learns from every seed, on every CPU. */
@Command(
    name = "seeds",
    description = {
      "Trains conf/quickstart.conf from several seeds, with AVX2 and with the best",
      "instructions of this CPU, and tests with the frames of each clip in order and",
      "in shuffled order. With --peer, PyTorch takes the steps: same initial weights,",
      "same batches, same averaging, other code.",
      "Running the same command again skips finished trainings."
    },
    footer = {
      "",
      "The workers take turns in one thread; the network is the one that submit/quickstart"
          + " trains, bit for bit. On clips of 'logo synth' unless data.shards is set."
    })
public final class SeedsBench implements Runnable {
  private static final String VARIANT = "spark.native-variant=";

  @Mixin private TrainingOptions options;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Trainings of each variant, from run.seed on (default: ${DEFAULT-VALUE}).")
  private int seeds = 8;

  @Option(
      names = "--variants",
      split = ",",
      paramLabel = "V",
      description = "Values of spark.native-variant (default: avx2,auto where the CPU has more).")
  private List<String> variants;

  @Option(
      names = "--peer",
      description = "PyTorch takes the steps; needs a Python with torch, see --python.")
  private boolean peer;

  @Option(
      names = "--python",
      paramLabel = "PROGRAM",
      description = "The interpreter for --peer (default: ${DEFAULT-VALUE}).")
  private String python = "python3";

  @Option(names = "--here", hidden = true, description = "In this process, as it was started.")
  private boolean here;

  @Override
  public void run() {
    LogoConfig base = options.quickstart();
    if (seeds < 1) {
      throw new ConfigException("--seeds %d must be at least 1".formatted(seeds));
    }
    Console console = new Console(options.out());
    List<Training> trainings = trainings(base);
    if (options.printsOnly(base, trainings)) {
      return;
    }
    List<Figures> figures = new ArrayList<>();
    if (peer) {
      figures.addAll(train(base, trainings, Twin.version(python), this::byTwin, console));
    } else if (here) {
      train(base, trainings, TrainingOptions.ours(), Simulation::run, console);
    } else {
      // Rendered once, before the processes need it.
      options.clips(base);
      variants().forEach(variant -> figures.addAll(inProcessOf(variant, console)));
    }
    SeedLines.summary(figures).ifPresent(line -> console.line("%s", line));
  }

  private List<Training> trainings(LogoConfig base) {
    return Training.bySeed(base, seeds, seeded -> List.of(Training.of("quickstart", seeded)));
  }

  private List<Figures> train(
      LogoConfig base,
      List<Training> trainings,
      String computer,
      BiFunction<LogoConfig, Clips, Figures> runner,
      Console console) {
    List<Figures> figures =
        options.train(
            trainings,
            options.clips(base),
            computer,
            runner,
            (training, ended) -> SeedLines.progress(training, ended, console));
    for (int i = 0; i < figures.size(); i++) {
      console.line("%s", SeedLines.line(trainings.get(i).seed(), computer, figures.get(i)));
    }
    return figures;
  }

  private Figures byTwin(LogoConfig config, Clips clips) {
    try (Twin twin = new Twin(python, config)) {
      return Simulation.run(config, clips, twin);
    }
  }

  private List<String> variants() {
    if (variants != null) {
      return variants;
    }
    return TrainingOptions.ours().equals("avx2") ? List.of("avx2") : List.of("avx2", "auto");
  }

  /** Native code chooses its instructions when a process starts. */
  private List<Figures> inProcessOf(String variant, Console console) {
    List<String> line = new ArrayList<>(List.of("bench", "seeds", "--here"));
    line.addAll(List.of("--seeds", Integer.toString(seeds)));
    line.addAll(options.arguments());
    line.add(VARIANT + variant);
    List<Figures> figures = new ArrayList<>();
    LogoProcess.run(
        options.quickstart().with(VARIANT + variant),
        line,
        printed -> {
          console.line("%s", printed);
          SeedLines.parsed(printed).ifPresent(figures::add);
        });
    if (figures.size() != seeds) {
      throw new IllegalStateException(
          "%d of %d trainings with %s ended".formatted(figures.size(), seeds, variant));
    }
    return figures;
  }
}
