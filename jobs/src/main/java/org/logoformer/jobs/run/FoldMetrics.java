package org.logoformer.jobs.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.checkpoint.CheckpointId;
import org.logoformer.config.DataConfig;
import org.logoformer.config.DataConfig.Sampling;
import org.logoformer.config.EvaluateConfig;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.DataException;
import org.logoformer.train.metrics.History;

/**
 * {@code metrics.json} of a fold, whichever command writes it: facts about the test, the metrics,
 * and the counts to compute them again, in the fields of {@link EvaluationJson}.
 *
 * @param facts about the test, by name; without name and folder of the run, so that two runs with
 *     the same training on the same shards write the same file
 * @param evaluation of the test clips
 * @param protocols what choosing an epoch makes of the fold; none but for a run's own metrics
 */
public record FoldMetrics(Map<String, String> facts, Evaluation evaluation, Protocols protocols) {
  private static final String WEIGHTS = "weights";

  /** Copies the facts; they keep their order. */
  public FoldMetrics {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  /** As above, without protocols. */
  public FoldMetrics(Map<String, String> facts, Evaluation evaluation) {
    this(facts, evaluation, Protocols.NONE);
  }

  /** The same with what the log of the fold says of its epochs. */
  public FoldMetrics with(History history) {
    int fold = Integer.parseInt(facts.get("fold"));
    return new FoldMetrics(facts, evaluation, Protocols.of(fold, history, evaluation));
  }

  /** The test of a fold's own checkpoint. */
  public static FoldMetrics of(
      Evaluation evaluation, int fold, CheckpointId checkpoint, DataConfig data) {
    OptionalInt epoch = OptionalInt.of(checkpoint.epoch());
    return of(evaluation, fold, epoch, checkpoint.folder(), data);
  }

  /**
   * The test of other weights.
   *
   * @param weights their file
   */
  public static FoldMetrics of(Evaluation evaluation, int fold, String weights, DataConfig data) {
    return of(evaluation, fold, OptionalInt.empty(), weights, data);
  }

  private static FoldMetrics of(
      Evaluation evaluation, int fold, OptionalInt epoch, String weights, DataConfig data) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("fold", Integer.toString(fold));
    epoch.ifPresent(number -> facts.put("epoch", Integer.toString(number)));
    facts.put(WEIGHTS, weights);
    facts.put("shards", data.shards());
    facts.put("frames", data.shuffleFrames() ? "shuffled" : "temporal");
    facts.put("short_clip", data.shortClip().name().toLowerCase(Locale.ROOT));
    facts.put("sampling", data.sampling().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    return new FoldMetrics(facts, evaluation);
  }

  /** These metrics with the number of views of every clip, if there were several. */
  public FoldMetrics seen(EvaluateConfig config) {
    return config.isMultiView()
        ? with("views", config.views() + (config.flip() ? ", each also mirrored" : ""))
        : this;
  }

  /**
   * These metrics with the number of clips that {@code sampling = ti} interpolated, if any.
   *
   * @param clips number of frames of each test clip
   */
  public FoldMetrics interpolated(int[] clips, LogoConfig config) {
    long blended = Arrays.stream(clips).filter(n -> n != config.model().frames()).count();
    return config.data().sampling() == Sampling.TI && blended > 0
        ? with(
            "interpolation",
            blended + " of " + clips.length + " clips linearly in time, an approximation")
        : this;
  }

  private FoldMetrics with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(facts);
    more.put(name, value);
    return new FoldMetrics(more, evaluation, protocols);
  }

  /** The name of the fold's own checkpoint, or the file of other weights; empty if unknown. */
  public Optional<String> weights() {
    return Optional.ofNullable(facts.get(WEIGHTS));
  }

  /** Whether they are of a fold's own checkpoint. */
  public boolean areOf(CheckpointId checkpoint) {
    return weights().filter(checkpoint.folder()::equals).isPresent();
  }

  /**
   * Writes the metrics of a fold's own test, and removes what evaluations made of another
   * checkpoint before: it would pass for this one's.
   */
  public void replace(Configuration hadoop, FoldFolder fold) {
    try {
      FileSystem files = fold.folder().getFileSystem(hadoop);
      if (!isIn(files, fold.metrics())) {
        for (Path file : fold.evaluated()) {
          files.delete(file, false);
        }
      }
    } catch (IOException e) {
      throw new ClusterException(
          "Cannot remove the files of an older test from %s: %s; check run.dir and its rights"
              .formatted(fold.folder(), e.getMessage()),
          e);
    }
    write(hadoop, fold.metrics());
  }

  /**
   * Whether a file says the same of the same weights.
   *
   * @throws IOException if the storage does not answer
   */
  public boolean isIn(FileSystem files, Path file) throws IOException {
    try {
      return read(files, file)
          .filter(before -> before.weights().equals(weights()))
          .filter(before -> before.evaluation().countsAs(evaluation))
          .isPresent();
    } catch (DataException e) {
      // It is damaged, and about to be replaced.
      return false;
    }
  }

  /** Writes {@code file}. */
  public void write(Configuration hadoop, Path file) {
    RunFolder.write(hadoop, file, json().toPrettyString() + "\n");
  }

  /**
   * Reads what {@link #write} wrote, or an earlier version; empty if the file does not exist.
   *
   * @throws DataException if it is another file
   */
  public static Optional<FoldMetrics> read(FileSystem files, Path file) throws IOException {
    return RunFolder.text(files, file)
        .map(text -> Json.metrics(() -> parse(text, file.toString())));
  }

  /** The JSON object; the facts come first. */
  ObjectNode json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    facts.forEach(root::put);
    EvaluationJson.put(root, evaluation);
    protocols.put(root);
    return root;
  }

  /**
   * @param file its name for messages
   */
  static FoldMetrics parse(String text, String file) {
    JsonNode root = Json.read(text, file);
    Map<String, String> facts = new LinkedHashMap<>();
    root.fields()
        .forEachRemaining(
            f -> {
              if (f.getValue().isTextual()) {
                facts.put(f.getKey(), f.getValue().asText());
              }
            });
    return new FoldMetrics(facts, EvaluationJson.parse(root, file), Protocols.parse(root));
  }
}
