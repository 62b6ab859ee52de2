package org.logoformer.jobs.training;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkExecutorInfo;
import org.apache.spark.api.java.JavaSparkContext;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig;
import org.logoformer.config.TrainConfig.KernelChoice;
import org.logoformer.config.TrainConfig.Stragglers;
import org.logoformer.jobs.RunLayout;
import org.logoformer.kernels.KernelsFactory;
import org.logoformer.provenance.Build;
import org.logoformer.provenance.Platform;
import org.logoformer.provenance.Provenance;
import org.logoformer.shard.Manifest;
import org.logoformer.storage.AtomicFile;
import org.logoformer.train.EpochPlan;
import org.logoformer.train.RoundResult;
import org.logoformer.train.TrainingListener;
import org.logoformer.train.WorkerReport;

/** Keeps {@code provenance.json} of a run. */
final class RunProvenance implements TrainingListener {
  private final JavaSparkContext spark;
  private final LogoConfig config;
  private final RunLayout layout;
  private final List<String> departures;
  private final Set<String> routed = new TreeSet<>();

  /**
   * @param departures of this command from the run so far
   */
  RunProvenance(
      JavaSparkContext spark, LogoConfig config, RunLayout layout, List<String> departures) {
    this.spark = spark;
    this.config = config;
    this.layout = layout;
    this.departures = List.copyOf(departures);
  }

  /**
   * Writes what is known now. A resumed run keeps when it began and the hosts it had; hosts join
   * late, so this is called again at the end.
   */
  void write() throws IOException {
    Optional<Provenance> before = before();
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
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    Map<String, String> versions = new TreeMap<>(Platform.versions());
    versions.put("spark", spark.version());
    Provenance provenance =
        new Provenance(
            before.map(Provenance::started).orElse(now),
            Build.version(),
            Build.revision(),
            config.hash(),
            manifestHash(),
            config.run().seed(),
            config.train().workers(),
            compute(config.train()),
            hosts,
            versions,
            all,
            new Provenance.Kernels(routes));
    AtomicFile.write(
        spark.hadoopConfiguration(),
        layout.provenance(),
        out -> out.write((provenance.render() + "\n").getBytes(StandardCharsets.UTF_8)));
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
      try {
        write();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** As the driver computes; that executors compute the same bits is watched by their probes. */
  private static Provenance.Compute compute(TrainConfig train) {
    KernelChoice kernels = KernelsFactory.resolve(train.kernels(), train.precision());
    return new Provenance.Compute(
        kernels.name().toLowerCase(Locale.ROOT),
        KernelsFactory.instructionSet(kernels),
        train.threads(),
        train.precision().label());
  }

  private List<String> hosts() {
    return Stream.of(spark.sc().statusTracker().getExecutorInfos())
        .map(SparkExecutorInfo::host)
        .toList();
  }

  private Optional<Provenance> before() throws IOException {
    Path file = layout.provenance();
    FileSystem files = file.getFileSystem(spark.hadoopConfiguration());
    try (InputStream in = files.open(file)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Optional.of(Provenance.parse(text, file.toString()));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /** SHA-256 of the file, hexadecimal. */
  private String manifestHash() throws IOException {
    Path manifest = new Path(config.data().shards(), Manifest.FILE);
    FileSystem files = manifest.getFileSystem(spark.hadoopConfiguration());
    try (DigestInputStream in =
        new DigestInputStream(files.open(manifest), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
