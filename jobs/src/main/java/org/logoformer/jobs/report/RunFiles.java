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
import org.logoformer.jobs.run.Evaluation;
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
    List<OtherEvaluation> others = evaluations(run.evaluations());
    // Networks of other places are evaluated together below a run that was never trained.
    if (folds.isEmpty() && others.isEmpty()) {
      throw new DataException(
          run.folder() + " holds no fold of a run (no folder fold-...), nor an evaluation");
    }
    return new RunRecord(
        run.folder().getName(),
        folds,
        provenance(),
        run.readConfig(fs).map(LogoConfig::redacted).orElse(""),
        others,
        features());
  }

  /** Of each fold: networks of different folds have features of their own. */
  private List<Features> features() throws IOException {
    List<Features> features = new ArrayList<>();
    for (FoldFolder fold : run.folds(fs)) {
      Optional<Path> file = run.evaluated(fs, fold, FoldFolder::features);
      if (file.isPresent()) {
        features.add(Features.of(fold.name(), FeatureParquet.read(fs.getConf(), file.get())));
      }
    }
    return features;
  }

  /** Those below a folder, by name; none if it is not there. */
  private List<OtherEvaluation> evaluations(Path folder) throws IOException {
    if (!fs.exists(folder)) {
      return List.of();
    }
    List<OtherEvaluation> others = new ArrayList<>();
    for (FileStatus status : fs.listStatus(folder)) {
      RunFolder place = new RunFolder(status.getPath());
      other(place, evaluations(place.models())).ifPresent(others::add);
    }
    others.sort(Comparator.comparing(OtherEvaluation::name));
    return others;
  }

  /** Empty if the evaluation has not ended. */
  private Optional<OtherEvaluation> other(RunFolder place, List<OtherEvaluation> members)
      throws IOException {
    Optional<RunMetrics> metrics = RunMetrics.read(fs, place.metrics());
    if (metrics.isEmpty()) {
      return Optional.empty();
    }
    List<String> folds = new ArrayList<>();
    List<Evaluation> tests = new ArrayList<>();
    for (RunMetrics.FoldResult result : metrics.get().folds()) {
      FoldFolder fold = place.fold(result.number());
      folds.add(fold.name());
      FoldMetrics.read(fs, fold.metrics()).map(FoldMetrics::evaluation).ifPresent(tests::add);
    }
    return Optional.of(
        new OtherEvaluation(
            place.folder().getName(),
            metrics.get().settings(),
            folds,
            metrics.get().uar(),
            metrics.get().war(),
            tests.size() == folds.size() ? tests : List.of(),
            members));
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
