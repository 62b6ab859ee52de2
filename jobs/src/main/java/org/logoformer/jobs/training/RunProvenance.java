package org.logoformer.jobs.training;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.SparkExecutorInfo;
import org.apache.spark.api.java.JavaSparkContext;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig;
import org.logoformer.config.TrainConfig.Stragglers;
import org.logoformer.engine.KernelsFactory;
import org.logoformer.error.ClusterException;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.jobs.run.RunShards;
import org.logoformer.provenance.Build;
import org.logoformer.provenance.Platform;
import org.logoformer.provenance.Provenance;
import org.logoformer.train.metrics.TrainingListener;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.round.RoundResult;
import org.logoformer.train.round.WorkerReport;

/**
 * Writes {@code provenance.json} of a run, again whenever something is added to it. Folds that
 * train side by side share it.
 */
final class RunProvenance implements TrainingListener {
  private final JavaSparkContext spark;
  private final LogoConfig config;
  private final RunFolder layout;
  private final List<String> departures;
  private final Set<String> routed = new TreeSet<>();
  private final List<String> initial = new ArrayList<>();

  /**
   * @param departures settings of this command that differ from those of the run so far
   */
  RunProvenance(
      JavaSparkContext spark, LogoConfig config, RunFolder layout, List<String> departures) {
    this.spark = spark;
    this.config = config;
    this.layout = layout;
    this.departures = new ArrayList<>(departures);
    if (config.train().stragglers() == Stragglers.DROP) {
      this.departures.add(
          "train.stragglers = drop: who counts in a round depends on how fast they are");
    }
  }

  /**
   * Writes what is known now, and keeps the lists and the start time that a resumed run has in the
   * file. Some executors start late, so this is called again at the end to name their hosts.
   */
  synchronized void write() throws IOException {
    Optional<Provenance> before =
        layout.readProvenance(layout.folder().getFileSystem(spark.hadoopConfiguration()));
    Stream<String> hosts =
        Stream.of(spark.sc().statusTracker().getExecutorInfos()).map(SparkExecutorInfo::host);
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    Map<String, String> versions = new TreeMap<>(Platform.versions());
    versions.put("spark", spark.version());
    Provenance provenance =
        new Provenance(
            before.map(Provenance::started).orElse(now),
            Build.version(),
            Build.revision(),
            config.hash(),
            RunShards.hash(spark.hadoopConfiguration(), config.data().shards()),
            config.run().seed(),
            config.train().workers(),
            compute(config.train()),
            joined(before, Provenance::hosts, hosts),
            versions,
            joined(before, Provenance::departures, departures.stream()),
            new Provenance.Kernels(joined(before, p -> p.kernels().routed(), routed.stream())),
            joined(before, Provenance::initial, initial.stream()));
    layout.writeProvenance(spark.hadoopConfiguration(), provenance);
  }

  private static List<String> joined(
      Optional<Provenance> before, Function<Provenance, List<String>> list, Stream<String> more) {
    return Stream.concat(before.stream().map(list).flatMap(List::stream), more).toList();
  }

  /** Adds what the weights of a fold started from. */
  synchronized void beganWith(int fold, List<String> notes) {
    notes.forEach(note -> initial.add("fold " + fold + ": " + note));
    writeNow();
  }

  /** Adds why the result no longer has the bits that the configuration alone would give. */
  synchronized void departed(String why) {
    departures.add(why);
    writeNow();
  }

  @Override
  public boolean readsState(int round) {
    return false;
  }

  /** Adds the operations that workers compute by other kernels; writes the file if one is new. */
  @Override
  public synchronized void roundDone(EpochPlan plan, RoundResult result) {
    boolean news = false;
    for (WorkerReport report : result.reports()) {
      for (String route : report.routed()) {
        news |= routed.add(report.host() + ": " + route);
      }
    }
    if (news) {
      writeNow();
    }
  }

  private void writeNow() {
    try {
      write();
    } catch (IOException e) {
      throw new ClusterException(
          "Cannot write %s: %s; check run.dir".formatted(layout.provenance(), e.getMessage()), e);
    }
  }

  /** How the driver computes; the workers' probes show whether executors compute the same bits. */
  private static Provenance.Compute compute(TrainConfig train) {
    String kernels = KernelsFactory.resolve(train.kernels(), train.precision());
    return new Provenance.Compute(
        kernels,
        KernelsFactory.instructionSet(kernels),
        train.threads(),
        train.precision().label());
  }
}
