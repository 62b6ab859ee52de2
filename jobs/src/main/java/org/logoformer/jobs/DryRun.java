package org.logoformer.jobs;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.ModelConfig;
import org.logoformer.config.TrainConfig;
import org.logoformer.jobs.submit.SparkSettings;
import org.logoformer.model.MacCounter;
import org.logoformer.model.ParameterLayout;
import scala.Tuple2;

/**
 * What {@code --dry-run} prints: the resolved configuration, the network with its shapes,
 * parameters and GMACs, estimates of memory and traffic, and the settings Spark would get. It
 * touches neither data nor cluster.
 */
public final class DryRun {
  private final LogoConfig config;
  private final PrintWriter out;

  /** Prints about {@code config} to {@code out}. */
  public DryRun(LogoConfig config, PrintWriter out) {
    this.config = config.redacted();
    this.out = out;
  }

  /** For {@code train}: everything. */
  public void training() {
    configuration();
    network();
    estimates();
    spark("train");
    out.flush();
  }

  /** For commands on Spark that only run the network forward. */
  public void inference(String command) {
    configuration();
    network();
    spark(command);
    out.flush();
  }

  /** For commands that run the network on this machine alone. */
  public void local() {
    configuration();
    network();
    out.flush();
  }

  /** The resolved configuration, every key. */
  public void configuration() {
    out.println("# Resolved configuration, hash " + config.hash().substring(0, 12));
    out.print(config.render());
  }

  /** Shapes by stage, parameters, and multiply-accumulates of one clip. */
  public void network() {
    ModelConfig model = config.model();
    ParameterLayout layout = ParameterLayout.of(model);
    out.println();
    out.println("# Network (B clips)");
    NetworkShapes.of(model).forEach((stage, shape) -> line(stage, "%s", shape));
    line("trainable parameters", "%,d", layout.trainableLength());
    line("running statistics", "%,d", layout.length() - layout.trainableLength());
    long macs = MacCounter.count(model);
    line("GMACs per clip, forward", "%.3f (%,d MACs)", macs / 1e9, macs);
  }

  private void estimates() {
    TrainConfig train = config.train();
    ModelConfig model = config.model();
    ParameterLayout layout = ParameterLayout.of(model);
    long width = train.precision().type().width();
    boolean ascends = config.optimiser().sam().rho() > 0;
    int batch = (train.batch() + train.workers() - 1) / train.workers();
    // Parameters, gradient and momentum, and with SAM the copy that restores the parameters.
    long vectors = width * layout.length() * (ascends ? 4 : 3);
    double activations = 2.0 * width * batch * NetworkShapes.activations(model);
    long state = width * (layout.length() + layout.trainableLength());
    long input = (long) batch * model.frames() * model.size() * model.size() * 3;
    int passes = ascends ? 2 : 1;
    double step = 3.0 * passes * batch * MacCounter.count(model) / 1e9;
    out.println();
    out.println("# Estimates");
    line(
        "clips per worker and step", "%d of %d, %d workers", batch, train.batch(), train.workers());
    line("GMACs per worker and step", "%.1f (%d forward-backward passes)", step, passes);
    line("parameters, gradients, momentum", "%s per worker", bytes(vectors));
    line("activations and their gradients", "about %s per worker", bytes(activations));
    line("pixels read per step", "at least %s per worker, uint8", bytes(input));
    line(
        "traffic of a round",
        "%s to each of %d workers and as much back, every %d steps",
        bytes(state),
        train.workers(),
        train.averagingFrequency());
    line("a checkpoint", "%s", bytes(state));
  }

  private void spark(String command) {
    Map<String, String> settings = new TreeMap<>();
    for (Tuple2<String, String> setting : SparkSessions.conf(config, command).getAll()) {
      settings.put(setting._1(), setting._2());
    }
    settings.putAll(SparkSettings.of(config, command));
    out.println();
    out.println("# Spark");
    settings.forEach((key, value) -> out.println("  " + key + " = " + value));
  }

  private void line(String name, String format, Object... values) {
    out.printf(Locale.ROOT, "  %-34s %s%n", name, String.format(Locale.ROOT, format, values));
  }

  private static String bytes(double n) {
    if (n < 10_000_000) {
      return String.format(Locale.ROOT, "%.1f KB", n / 1e3);
    }
    return n < 10_000_000_000L
        ? String.format(Locale.ROOT, "%.1f MB", n / 1e6)
        : String.format(Locale.ROOT, "%.1f GB", n / 1e9);
  }
}
