package org.logoformer.jobs.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.DataException;
import org.logoformer.jobs.evaluation.FeatureParquet;
import org.logoformer.jobs.run.FoldFolder;
import org.logoformer.jobs.run.FoldMetrics;
import org.logoformer.jobs.run.Json;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.jobs.run.RunMetrics;
import org.logoformer.jobs.run.SeedMetrics;
import org.logoformer.storage.SharedPaths;
import org.logoformer.train.metrics.MetricsLog;

/** Reads the files of a run; whatever is not there yet is left out. */
final class RunFiles {

  private final FileSystem fs;
  private final RunFolder run;

  private RunFiles(FileSystem fs, RunFolder run) {
    this.fs = fs;
    this.run = run;
  }

  /**
   * What the run in {@code folder} left.
   *
   * @throws DataException if the folder is no run, or a file in it is broken
   */
  static RunRecord read(Configuration hadoop, Path folder) throws IOException {
    FileSystem fs = folder.getFileSystem(hadoop);
    if (!fs.exists(folder)) {
      throw new DataException(
          "There is no run in %s%s: check run.dir and run.name, or train first"
              .formatted(folder, SharedPaths.otherwise(folder, hadoop)));
    }
    return new RunFiles(fs, new RunFolder(folder)).run();
  }

  /**
   * The run in {@code folder}, or those of several seeds, each called by both names.
   *
   * @throws DataException as {@link #read}
   */
  static List<RunRecord> readAll(Configuration hadoop, Path folder) throws IOException {
    Optional<SeedMetrics> seeds = seeds(hadoop, folder);
    if (seeds.isEmpty()) {
      return List.of(read(hadoop, folder));
    }
    List<RunRecord> runs = new ArrayList<>();
    for (SeedMetrics.Seed seed : seeds.get().seeds()) {
      RunRecord run = read(hadoop, new Path(folder, seed.run()));
      runs.add(run.called(folder.getName() + "/" + run.name()));
    }
    return runs;
  }

  /** What the runs of several seeds reached; empty where there is one run. */
  static Optional<SeedMetrics> seeds(Configuration hadoop, Path folder) throws IOException {
    return SeedMetrics.read(folder.getFileSystem(hadoop), new RunFolder(folder).seeds());
  }

  static ClusterException unreadable(Path folder, IOException cause) {
    return new ClusterException(
        "Cannot read the run in %s (%s): check run.dir and the file system"
            .formatted(folder, cause.getMessage()),
        cause);
  }

  private RunRecord run() throws IOException {
    List<FoldRecord> folds = new ArrayList<>();
    for (FoldFolder fold : run.folds(fs)) {
      folds.add(fold(fold));
    }
    if (folds.isEmpty()) {
      throw new DataException(run.folder() + " holds no fold of a run (no folder fold-...)");
    }
    return new RunRecord(
        run.folder().getName(),
        folds,
        provenance(),
        run.readConfig(fs).map(LogoConfig::redacted).orElse(""),
        others(),
        features());
  }

  /** Of one fold: networks of different folds have features of their own. */
  private Optional<Features> features() throws IOException {
    for (FoldFolder fold : run.folds(fs)) {
      if (fs.exists(fold.features())) {
        return Optional.of(
            Features.of(fold.name(), FeatureParquet.read(fs.getConf(), fold.features())));
      }
    }
    return Optional.empty();
  }

  private List<OtherEvaluation> others() throws IOException {
    if (!fs.exists(run.evaluations())) {
      return List.of();
    }
    List<OtherEvaluation> others = new ArrayList<>();
    for (FileStatus status : fs.listStatus(run.evaluations())) {
      String name = status.getPath().getName();
      RunMetrics.read(fs, new RunFolder(status.getPath()).metrics())
          .ifPresent(metrics -> others.add(other(name, metrics)));
    }
    others.sort(Comparator.comparing(OtherEvaluation::name));
    return others;
  }

  private OtherEvaluation other(String name, RunMetrics metrics) {
    List<String> folds = metrics.folds().stream().map(f -> run.fold(f.number()).name()).toList();
    return new OtherEvaluation(name, metrics.settings(), folds, metrics.uar(), metrics.war());
  }

  private FoldRecord fold(FoldFolder fold) throws IOException {
    return new FoldRecord(
        fold.name(),
        MetricsLog.history(fs, fold.log()),
        FoldMetrics.read(fs, fold.metrics()).map(FoldMetrics::evaluation),
        FoldMetrics.read(fs, fold.shuffledMetrics()).map(FoldMetrics::evaluation));
  }

  private Map<String, String> provenance() throws IOException {
    Path file = run.provenance();
    Map<String, String> facts = new LinkedHashMap<>();
    Optional<String> text = RunFolder.text(fs, file);
    if (text.isPresent()) {
      flatten("", Json.read(text.get(), file.toString()), facts);
    }
    return facts;
  }

  private static void flatten(String prefix, JsonNode node, Map<String, String> facts) {
    if (node.isObject()) {
      node.fields()
          .forEachRemaining(
              f ->
                  flatten(
                      prefix.isEmpty() ? f.getKey() : prefix + "." + f.getKey(),
                      f.getValue(),
                      facts));
    } else if (node.isArray()) {
      List<String> items = new ArrayList<>();
      node.forEach(n -> items.add(n.isValueNode() ? n.asText() : n.toString()));
      facts.put(prefix, String.join(", ", items));
    } else if (!node.isMissingNode()) {
      facts.put(prefix, node.asText());
    }
  }
}
