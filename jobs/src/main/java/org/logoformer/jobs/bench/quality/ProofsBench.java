package org.logoformer.jobs.bench.quality;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.bench.measure.LogoProcess;
import org.logoformer.jobs.bench.measure.Shorthand;
import org.logoformer.kernels.proof.Proofs;
import org.logoformer.models.NetworkProof;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code logo bench proofs}: what it costs to check the kernels of a network. */
@Command(
    name = "proofs",
    description = {
      "Builds networks, for training and for inference, each in a process of its own,",
      "and says how many operations were proved, how many of them are routed past a",
      "wrong kernel, and how long the proofs took; 'making' is the part for making",
      "oneDNN's primitives, which the network needs in any case."
    })
public final class ProofsBench implements Runnable {
  @Mixin private ConfigOptions options;

  @Option(
      names = "--presets",
      split = ",",
      defaultValue = "tiny,quickstart,paper,author",
      paramLabel = "P",
      description = "Values of model.preset (default: ${DEFAULT-VALUE}).")
  private List<String> presets;

  @Option(
      names = "--batches",
      split = ",",
      defaultValue = "4",
      paramLabel = "B",
      description = "Clips of a worker's step (default: ${DEFAULT-VALUE}).")
  private List<Integer> batches;

  @Option(names = "--here", hidden = true, description = "In this process.")
  private boolean here;

  @Override
  public void run() {
    if (batches.stream().anyMatch(batch -> batch < 1)) {
      throw new ConfigException("--batches %s must be at least 1".formatted(batches));
    }
    PrintWriter out = options.out();
    for (String preset : presets) {
      for (int batch : batches) {
        LogoConfig config =
            options.config(
                given -> Shorthand.expand(with(given, "model.preset=" + preset, "batch=" + batch)));
        if (here) {
          out.println(proved(config));
        } else {
          LogoProcess.run(config, arguments(config), out::println);
        }
        out.flush();
      }
    }
  }

  private static List<String> with(List<String> given, String... more) {
    List<String> all = new ArrayList<>(given);
    all.addAll(List.of(more));
    return all;
  }

  private static List<String> arguments(LogoConfig config) {
    List<String> line = new ArrayList<>(List.of("bench", "proofs", "--here"));
    line.addAll(List.of("--presets", config.model().preset()));
    line.addAll(List.of("--batches", Integer.toString(config.train().batch())));
    line.addAll(config.arguments());
    // Also where it is the default, which for a measurement is another.
    line.add("threads=" + config.train().threads());
    return line;
  }

  private static String proved(LogoConfig config) {
    NetworkProof.run(config, config.train().batch());
    Proofs proofs = Proofs.ofProcess();
    return String.format(
        Locale.ROOT,
        "proofs preset=%s batch=%d threads=%d operations=%d routed=%d seconds=%.2f making=%.2f",
        config.model().preset(),
        config.train().batch(),
        config.train().threads(),
        proofs.count(),
        proofs.routed().size(),
        proofs.seconds(),
        proofs.makingSeconds());
  }
}
