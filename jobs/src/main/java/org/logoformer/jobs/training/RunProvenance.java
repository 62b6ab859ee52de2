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

/** Keeps {@code provenance.json} of a run. */
final class RunProvenance implements TrainingListener {
  private final JavaSparkContext spark;
  private final LogoConfig config;
  private final RunFolder layout;
  private final List<String> departures;
  private final Set<String> routed = new TreeSet<>();
  private final List<String> initial = new ArrayList<>();

  /**
   * @param departures of this command from the run so far
   */
  RunProvenance(
      JavaSparkContext spark, LogoConfig config, RunFolder layout, List<String> departures) {
    this.spark = spark;
    this.config = config;
    this.layout = layout;
    this.departures = new ArrayList<>(departures);
  }

  /**
   * Writes what is known now. A resumed run keeps when it began and the hosts it had; hosts join
   * late, so this is called again at the end.
   */
  void write() throws IOException {
    Optional<Provenance> before =
        layout.readProvenance(layout.folder().getFileSystem(spark.hadoopConfiguration()));
    List<String> hosts = new ArrayList<>(hosts());
    before.ifPresent(b -> hosts.addAll(b.hosts()));
    List<String> all = new ArrayList<>();
    before.ifPresent(b -> all.addAll(b.departures()));
    all.addAll(departures);
    if (config.train().stragglers() == Stragglers.DROP) {
      all.add("train.stragglers = drop: who counts in a round depends on how fast they are");
    }
    List<String> routes = new ArrayList<>(routed);
    before.ifPresent(b -> routes.addAll(b.kernels().routed()));
    List<String> start = new ArrayList<>();
    before.ifPresent(b -> start.addAll(b.initial()));
    start.addAll(initial);
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
            hosts,
            versions,
            all,
            new Provenance.Kernels(routes),
            start);
    layout.writeProvenance(spark.hadoopConfiguration(), provenance);
  }

  /** Writes down what the weights of a fold started from. */
  void beganWith(int fold, List<String> notes) {
    notes.forEach(note -> initial.add("fold " + fold + ": " + note));
    writeNow();
  }

  /** Writes down why the bits are not those of the configuration, as soon as it is known. */
  void departed(String why) {
    departures.add(why);
    writeNow();
  }

  /** Writes anew when workers tell of kernels that go another way. */
  @Override
  public void roundDone(EpochPlan plan, RoundResult result) {
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

  /** As the driver computes; that executors compute the same bits is watched by their probes. */
  private static Provenance.Compute compute(TrainConfig train) {
    String kernels = KernelsFactory.resolve(train.kernels(), train.precision());
    return new Provenance.Compute(
        kernels,
        KernelsFactory.instructionSet(kernels),
        train.threads(),
        train.precision().label());
  }

  private List<String> hosts() {
    return Stream.of(spark.sc().statusTracker().getExecutorInfos())
        .map(SparkExecutorInfo::host)
        .toList();
  }
}
