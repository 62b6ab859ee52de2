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
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.checkpoint.CheckpointId;
import org.logoformer.config.DataConfig;
import org.logoformer.config.DataConfig.Sampling;
import org.logoformer.config.EvaluateConfig;
import org.logoformer.error.DataException;
import org.logoformer.train.metrics.History;

/**
 * {@code metrics.json} of a fold, whichever command writes it: what was tested, the metrics for
 * readers, and the counts to compute them again, in the fields of {@link EvaluationJson}. Recall of
 * a class without clips is null.
 *
 * @param facts what was tested, by name; not the name or place of the run, so that two runs that
 *     train the same on the same shards leave the same file
 * @param evaluation of the test clips
 * @param protocols what choosing an epoch makes of the fold; none but for a run's own metrics
 */
public record FoldMetrics(Map<String, String> facts, Evaluation evaluation, Protocols protocols) {
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
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("fold", Integer.toString(fold));
    facts.put("epoch", Integer.toString(checkpoint.epoch()));
    facts.put("weights", checkpoint.folder());
    return new FoldMetrics(with(facts, data), evaluation);
  }

  /**
   * The test of weights from elsewhere.
   *
   * @param weights their file
   */
  public static FoldMetrics of(Evaluation evaluation, int fold, String weights, DataConfig data) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("fold", Integer.toString(fold));
    facts.put("weights", weights);
    return new FoldMetrics(with(facts, data), evaluation);
  }

  private static Map<String, String> with(Map<String, String> facts, DataConfig data) {
    facts.put("shards", data.shards());
    facts.put("frames", data.shuffleFrames() ? "shuffled" : "temporal");
    facts.put("short_clip", data.shortClip().name().toLowerCase(Locale.ROOT));
    facts.put("sampling", data.sampling().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    return facts;
  }

  /** The same, telling how often every clip was seen, where it was more than once. */
  public FoldMetrics seen(EvaluateConfig config) {
    if (!config.isMultiView()) {
      return this;
    }
    Map<String, String> more = new LinkedHashMap<>(facts);
    more.put("views", config.views() + (config.flip() ? ", each also mirrored" : ""));
    return new FoldMetrics(more, evaluation, protocols);
  }

  /**
   * The same, telling what {@code sampling = ti} made of clips.
   *
   * @param clips frames of each clip that was tested
   * @param frames F of the network
   */
  public FoldMetrics interpolated(int[] clips, DataConfig data, int frames) {
    long blended = Arrays.stream(clips).filter(n -> n != frames).count();
    if (data.sampling() != Sampling.TI || blended == 0) {
      return this;
    }
    Map<String, String> more = new LinkedHashMap<>(facts);
    more.put(
        "interpolation",
        blended + " of " + clips.length + " clips linearly in time, an approximation");
    return new FoldMetrics(more, evaluation, protocols);
  }

  /** Writes the file. */
  public void write(Configuration hadoop, Path file) {
    RunFolder.write(hadoop, file, json().toPrettyString() + "\n");
  }

  /**
   * Reads what {@link #write} wrote, or an earlier version; empty if the file is not there.
   *
   * @throws DataException if it is something else
   */
  public static Optional<FoldMetrics> read(FileSystem files, Path file) throws IOException {
    return RunFolder.text(files, file).map(text -> parse(text, file.toString()));
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
   * @param file name for messages
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
