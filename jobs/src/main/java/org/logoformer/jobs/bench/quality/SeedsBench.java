package org.logoformer.jobs.bench.quality;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.bench.step.Twin;
import org.logoformer.jobs.dryrun.DryRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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
    },
    sortOptions = false)
public final class SeedsBench implements Runnable {
  private static final String VARIANT = "spark.native-variant=";

  @Mixin private Workshop workshop;

  @Option(
      names = "--seeds",
      defaultValue = "8",
      paramLabel = "N",
      description = "Trainings of each variant, from run.seed on (default: ${DEFAULT-VALUE}).")
  private int seeds;

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
      defaultValue = "python3",
      paramLabel = "PROGRAM",
      description = "The interpreter for --peer (default: ${DEFAULT-VALUE}).")
  private String python;

  @Option(names = "--here", hidden = true, description = "In this process, as it was started.")
  private boolean here;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    LogoConfig base = workshop.quickstart();
    if (seeds < 1) {
      throw new ConfigException("--seeds %d must be at least 1".formatted(seeds));
    }
    PrintWriter out = spec.commandLine().getOut();
    List<Training> trainings = trainings(base);
    if (workshop.isDryRun()) {
      new DryRun(base, out).local();
      trainings.forEach(out::println);
      out.flush();
      return;
    }
    Map<String, Figures> figures = new LinkedHashMap<>();
    if (peer) {
      figures.putAll(byPeer(base, trainings, out));
    } else if (here) {
      figures.putAll(train(trainings, workshop.clips(base, out), out));
    } else {
      // Rendered once, before the processes need it.
      workshop.clips(base, out);
      for (String variant : variants()) {
        figures.putAll(inProcessOf(variant, out));
      }
    }
    if (!here) {
      SeedLines.summary(figures.values()).ifPresent(out::println);
    }
    out.flush();
  }

  private List<Training> trainings(LogoConfig base) {
    return Training.bySeed(base, seeds, seeded -> List.of(Training.of("quickstart", seeded)));
  }

  private Map<String, Figures> train(List<Training> trainings, Clips clips, PrintWriter out) {
    return told(
        workshop.train(
            trainings,
            clips,
            Workshop.ours(),
            Simulation::run,
            (training, figures) -> SeedLines.progress(training, figures, out)),
        trainings,
        Workshop.ours(),
        out);
  }

  private Map<String, Figures> byPeer(LogoConfig base, List<Training> trainings, PrintWriter out) {
    Clips clips = workshop.clips(base, out);
    String version = Twin.version(python);
    return told(
        workshop.train(
            trainings,
            clips,
            version,
            this::byTwin,
            (training, figures) -> SeedLines.progress(training, figures, out)),
        trainings,
        version,
        out);
  }

  private Figures byTwin(LogoConfig config, Clips clips) {
    try (Twin twin = new Twin(python, config)) {
      return Simulation.run(config, clips, twin);
    }
  }

  private static Map<String, Figures> told(
      List<Figures> figures, List<Training> trainings, String computer, PrintWriter out) {
    Map<String, Figures> lines = new LinkedHashMap<>();
    for (int i = 0; i < figures.size(); i++) {
      String line = SeedLines.line(trainings.get(i).seed(), computer, figures.get(i));
      out.println(line);
      lines.put(line, figures.get(i));
    }
    out.flush();
    return lines;
  }

  private List<String> variants() {
    if (variants != null) {
      return variants;
    }
    return Workshop.ours().equals("avx2") ? List.of("avx2") : List.of("avx2", "auto");
  }

  /** Native code chooses its instructions when a process starts. */
  private Map<String, Figures> inProcessOf(String variant, PrintWriter out) {
    List<String> line = new ArrayList<>(List.of("bench", "seeds", "--here"));
    line.addAll(List.of("--seeds", Integer.toString(seeds)));
    line.addAll(workshop.arguments());
    line.add(VARIANT + variant);
    Map<String, Figures> figures = new LinkedHashMap<>();
    LogoConfig config = workshop.quickstart().with(VARIANT + variant);
    VariantProcess.lines(config, line)
        .forEach(
            said -> {
              out.println(said);
              out.flush();
              SeedLines.parsed(said).ifPresent(f -> figures.put(said, f));
            });
    if (figures.size() != seeds) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT, "%d of %d trainings with %s ended", figures.size(), seeds, variant));
    }
    return figures;
  }
}
