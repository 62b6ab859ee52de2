package org.logoformer.jobs.dryrun;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.ModelConfig;
import org.logoformer.config.TrainConfig;
import org.logoformer.error.LogoException;
import org.logoformer.jobs.rounds.CrewRounds;
import org.logoformer.jobs.spark.SparkSessions;
import org.logoformer.jobs.submit.SparkSettings;
import org.logoformer.kernels.MultiplyAdds;
import org.logoformer.models.Models;
import org.logoformer.nn.Blueprint;
import org.logoformer.nn.Inventory;
import org.logoformer.nn.Layout;
import org.logoformer.nn.Purpose;
import org.logoformer.shard.Manifest;
import org.logoformer.train.round.AveragingRules;
import scala.Tuple2;

/**
 * What {@code --dry-run} prints: the resolved configuration, the network with its shapes,
 * parameters and GMACs, the clips of each fold, rounds and an idea of the hours, estimates of
 * memory and traffic, and the settings Spark would get. It reads what the command would read and
 * refuses what would fail later; it starts and writes nothing.
 */
public final class DryRun {
  /** A network that needs more is not tried out. */
  private static final double MOST_PROBED_BYTES = 4e9;

  private static final double HOUR = 3600;

  private final LogoConfig given;
  private final LogoConfig config;
  private final PrintWriter out;

  /** Prints about {@code config} to {@code out}. */
  public DryRun(LogoConfig config, PrintWriter out) {
    this.given = config;
    this.config = config.redacted();
    this.out = out;
  }

  /**
   * For {@code train}: everything.
   *
   * @throws org.logoformer.error.LogoException if training would fail for what it reads
   */
  public void training() {
    requireRounds();
    Optional<RunInputs> inputs =
        hasShards() ? Optional.of(RunInputs.ofTraining(given)) : Optional.empty();
    configuration();
    network();
    estimates();
    clips(inputs);
    inputs.ifPresent(this::rounds);
    inputs.ifPresent(read -> read.initial().forEach(note -> out.println("  " + note)));
    spark("train");
    out.flush();
  }

  /** Refuses what {@link #training} refuses, and prints nothing. */
  public void requireTrainingInputs() {
    requireRounds();
    if (hasShards()) {
      RunInputs.ofTraining(given);
    }
  }

  /** Refuses a crew that cannot be. */
  private void requireRounds() {
    SparkConf conf = SparkSessions.conf(config, "train");
    SparkSettings.of(config, "train").forEach(conf::setIfMissing);
    Optional<String> unused =
        CrewRounds.obstacle(AveragingRules.of(config.train()), config.train().workers(), conf);
  }

  /** Refuses what {@link #inference} refuses, and prints nothing. */
  public void requireTestInputs() {
    if (hasShards()) {
      RunInputs.ofTest(given);
    }
  }

  /**
   * For commands on Spark that only run the network forward.
   *
   * @throws org.logoformer.error.LogoException if the command would fail for the clips it reads
   */
  public void inference(String command) {
    Optional<RunInputs> inputs =
        hasShards() ? Optional.of(RunInputs.ofTest(given)) : Optional.empty();
    configuration();
    network();
    clips(inputs);
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
    Inventory inventory = Inventory.nominal(Models.blueprint(config.model()));
    Layout layout = inventory.layout();
    out.println();
    out.println("# Network (one clip)");
    inventory.shapes().forEach((stage, shape) -> line(stage, "%s", Arrays.toString(shape)));
    inventory
        .sections()
        .forEach(
            (section, macs) ->
                line(
                    section,
                    "%.3f GMACs  %s",
                    macs / 1e9,
                    inventory.descriptions().getOrDefault(section, "")));
    line("trainable parameters", "%,d", layout.trainableLength());
    line("running statistics", "%,d", layout.length() - layout.trainableLength());
    long macs = inventory.forward();
    line("GMACs per clip, forward", "%.3f (%,d MACs)", macs / 1e9, macs);
  }

  private void estimates() {
    TrainConfig train = config.train();
    ModelConfig model = config.model();
    boolean ascends = config.optimiser().sam().rho() > 0;
    int batch = (train.batch() + train.workers() - 1) / train.workers();
    WorkerMemory memory = WorkerMemory.of(config);
    double state = stateBytes();
    double input = (double) batch * model.frames() * model.size() * model.size() * 3;
    int passes = ascends ? 2 : 1;
    double step = 3.0 * passes * batch * Inventory.nominal(Models.trained(config)).forward() / 1e9;
    out.println();
    out.println("# Estimates");
    line(
        "clips per worker and step", "%d of %d, %d workers", batch, train.batch(), train.workers());
    line("GMACs per worker and step", "%.1f (%d forward-backward passes)", step, passes);
    line("parameters, gradients, momentum", "%s per worker", bytes(memory.vectors()));
    line("activations and their gradients", "about %s per worker", bytes(memory.activations()));
    line("pixels read per step", "at least %s per worker, uint8", bytes(input));
    line(
        "traffic of a round",
        "%s to each of %d workers and as much back, every %d steps",
        bytes(state),
        train.workers(),
        train.averagingFrequency());
    line("a checkpoint", "%s", bytes(state));
  }

  /** Parameters, running statistics and momentum. */
  private double stateBytes() {
    Layout layout = Inventory.layout(Models.trained(config));
    double width = config.train().precision().type().width();
    return width * (layout.length() + layout.trainableLength());
  }

  private boolean hasShards() {
    return !given.data().shards().isEmpty();
  }

  private void clips(Optional<RunInputs> inputs) {
    out.println();
    out.println("# Clips");
    if (inputs.isEmpty()) {
      line("data.shards", "is not set: neither clips nor classes were checked");
      return;
    }
    Manifest manifest = inputs.get().manifest();
    line(
        "shard set",
        "%d shards, %d clips of %d classes, stored at %s",
        manifest.shards().size(),
        manifest.clips().size(),
        manifest.origin().classes().size(),
        manifest.origin().storeSize() == 0
            ? "the size of the source"
            : manifest.origin().storeSize() + " px");
    inputs
        .get()
        .folds()
        .forEach(
            (fold, clips) ->
                line(
                    "fold " + fold,
                    clips.train() > 0 ? "%2$d clips to train on, %1$d to test" : "%d clips to test",
                    clips.test(),
                    clips.train()));
  }

  private void rounds(RunInputs inputs) {
    TrainConfig train = config.train();
    long steps = 0;
    long rounds = 0;
    for (RunInputs.Clips clips : inputs.folds().values()) {
      long ofEpoch = ceil(clips.train(), train.batch());
      long singly = Math.min(train.postLocalEpochs(), train.epochs());
      steps += ofEpoch * train.epochs();
      rounds +=
          singly * ofEpoch + (train.epochs() - singly) * ceil(ofEpoch, train.averagingFrequency());
    }
    line(
        "steps, rounds",
        "%,d and %,d in %d epochs of %d fold(s)",
        steps,
        rounds,
        train.epochs(),
        inputs.folds().size());
    line("traffic of the run", "%s", bytes(2 * stateBytes() * train.workers() * rounds));
    line("time", "%s", time(steps));
  }

  private String time(long steps) {
    TrainConfig train = config.train();
    int clips = Math.toIntExact(ceil(train.batch(), train.workers()));
    Blueprint blueprint = Models.trained(config);
    double needed =
        16.0 * Inventory.layout(blueprint).length()
            + 2.0 * Inventory.of(blueprint, Purpose.TRAINING, 1, MultiplyAdds.NOMINAL).bytes();
    if (needed > MOST_PROBED_BYTES) {
      return "not tried out: a step needs more than " + bytes(MOST_PROBED_BYTES);
    }
    try {
      StepProbe probe = StepProbe.of(config, clips);
      return String.format(
          Locale.ROOT,
          "about %.2f h if each worker is as fast as this machine: a probe, one step of %d clip(s)"
              + " with %d thread(s) took %.2f s here",
          steps * probe.secondsFor(clips) / HOUR,
          probe.clips(),
          train.threads(),
          probe.seconds());
    } catch (LogoException e) {
      return "not tried out here: " + e.getMessage();
    }
  }

  private static long ceil(long a, long b) {
    return (a + b - 1) / b;
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
    out.printf(
        Locale.ROOT,
        "  %-34s %s%n",
        name,
        String.format(Locale.ROOT, format, values).stripTrailing());
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
