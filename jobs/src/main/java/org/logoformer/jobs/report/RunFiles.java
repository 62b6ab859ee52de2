package org.logoformer.jobs.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.clip.NaturalOrder;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.DataException;
import org.logoformer.jobs.RunLayout;
import org.logoformer.jobs.evaluation.Evaluation;
import org.logoformer.jobs.evaluation.EvaluationJson;
import org.logoformer.storage.AtomicFile;
import org.logoformer.storage.SharedPaths;

/** Reads the files of a run; whatever is not there yet is left out. */
final class RunFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FileSystem fs;
  private final Path folder;

  private RunFiles(FileSystem fs, Path folder) {
    this.fs = fs;
    this.folder = folder;
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
    return new RunFiles(fs, folder).run();
  }

  static ClusterException unreadable(Path folder, IOException cause) {
    return new ClusterException(
        "Cannot read the run in %s (%s): check run.dir and the file system"
            .formatted(folder, cause.getMessage()),
        cause);
  }

  private RunRecord run() throws IOException {
    List<FoldRecord> folds = new ArrayList<>();
    FileStatus[] found = fs.listStatus(folder, p -> p.getName().startsWith("fold-"));
    Arrays.sort(found, Comparator.comparing(f -> f.getPath().getName(), NaturalOrder.INSTANCE));
    for (FileStatus status : found) {
      if (status.isDirectory()) {
        folds.add(fold(status.getPath()));
      }
    }
    if (folds.isEmpty()) {
      throw new DataException(folder + " holds no fold of a run (no folder fold-...)");
    }
    return new RunRecord(
        folder.getName(),
        folds,
        provenance(),
        text(new Path(folder, "config.conf")).map(LogoConfig::redacted).orElse(""),
        others());
  }

  private List<OtherEvaluation> others() throws IOException {
    Path evaluations = new RunLayout(folder).evaluations();
    if (!fs.exists(evaluations)) {
      return List.of();
    }
    List<OtherEvaluation> others = new ArrayList<>();
    for (FileStatus status : fs.listStatus(evaluations)) {
      Path file = new RunLayout(status.getPath()).metrics();
      Optional<String> text = text(file);
      if (text.isPresent()) {
        others.add(other(status.getPath().getName(), json(text.get(), file, 0)));
      }
    }
    others.sort(Comparator.comparing(OtherEvaluation::name));
    return others;
  }

  private static OtherEvaluation other(String name, JsonNode metrics) {
    Map<String, String> settings = new LinkedHashMap<>();
    flatten("", metrics.path("settings"), settings);
    List<String> folds = new ArrayList<>();
    List<Double> uars = new ArrayList<>();
    List<Double> wars = new ArrayList<>();
    for (JsonNode fold : metrics.path("folds")) {
      folds.add("fold-" + fold.path("fold").asInt());
      uars.add(fold.path("uar").asDouble(Double.NaN));
      wars.add(fold.path("war").asDouble(Double.NaN));
    }
    return new OtherEvaluation(name, settings, folds, Spread.of(uars), Spread.of(wars));
  }

  private FoldRecord fold(Path path) throws IOException {
    return new FoldRecord(
        path.getName(),
        epochs(new Path(path, "metrics.jsonl")),
        evaluation(new Path(path, "metrics.json")),
        evaluation(new Path(path, "metrics-shuffled.json")));
  }

  private Optional<Evaluation> evaluation(Path file) throws IOException {
    Optional<String> text = text(file);
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(EvaluationJson.read(text.get(), file.toString()));
  }

  private List<EpochPoint> epochs(Path file) throws IOException {
    // A resumed run may log an epoch again; the later line is the one that counts.
    Map<Integer, EpochPoint> epochs = new TreeMap<>();
    String[] lines = text(file).orElse("").split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      // The last line may be cut off in the middle when a run is being written or was killed.
      if (lines[i].isBlank() || (i == lines.length - 1)) {
        continue;
      }
      JsonNode line = json(lines[i], file, i + 1);
      if (MetricsLine.isEpoch(line)) {
        EpochPoint point = MetricsLine.epoch(line);
        epochs.put(point.epoch(), point);
      }
    }
    return List.copyOf(epochs.values());
  }

  private Map<String, String> provenance() throws IOException {
    Path file = new Path(folder, "provenance.json");
    Map<String, String> facts = new LinkedHashMap<>();
    Optional<String> text = text(file);
    if (text.isPresent()) {
      flatten("", json(text.get(), file, 0), facts);
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

  private Optional<String> text(Path file) throws IOException {
    if (!fs.exists(file)) {
      return Optional.empty();
    }
    return Optional.of(new String(AtomicFile.read(fs, file), StandardCharsets.UTF_8));
  }

  private static JsonNode json(String text, Path file, int line) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      String where = line == 0 ? file.toString() : file + ", line " + line;
      throw new DataException(where + " is not JSON: " + e.getMessage(), e);
    }
  }
}
