package org.logoformer.train.metrics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.error.DataException;
import org.logoformer.storage.AtomicFile;
import org.logoformer.storage.Unreadable;
import org.logoformer.train.metrics.MetricsLine.Stamp;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.plan.Position;
import org.logoformer.train.round.RoundResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code metrics.jsonl} of a fold. Written as a whole under another name and renamed, at the end of
 * each epoch and with each checkpoint: not every file system can append, and readers see all of it
 * or none of it.
 */
public final class MetricsLog implements TrainingListener {
  private static final Logger LOG = LoggerFactory.getLogger(MetricsLog.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FileSystem files;
  private final Path file;
  private final List<String> lines;
  private final IntToDoubleFunction rates;
  private final InstantSource clock;
  private Stamp last;

  private MetricsLog(
      FileSystem files,
      Path file,
      List<String> lines,
      IntToDoubleFunction rates,
      InstantSource clock) {
    this.files = files;
    this.file = file;
    this.lines = lines;
    this.rates = rates;
    this.clock = clock;
  }

  /**
   * The log of a training that goes on from {@code position}: lines about what came later, before
   * the process ended, are dropped, and so is a last line that was cut off.
   *
   * @param rates learning rate of an epoch, from 0
   * @param clock for the time stamps
   * @throws DataException if a line before the last is no JSON
   */
  public static MetricsLog open(
      FileSystem files,
      Path file,
      Position position,
      IntToDoubleFunction rates,
      InstantSource clock) {
    try {
      List<String> lines = new ArrayList<>();
      if (files.exists(file)) {
        List<String> found = text(files, file).lines().toList();
        for (int i = 0; i < found.size(); i++) {
          Optional<JsonNode> line = parsed(found.get(i), file, i + 1, found.size());
          if (line.filter(l -> MetricsLine.isBefore(l, position)).isPresent()) {
            lines.add(found.get(i));
          }
        }
      }
      return new MetricsLog(files, file, lines, rates, clock);
    } catch (IOException e) {
      throw Unreadable.of(file, e, "Delete that file: training goes on without its history");
    }
  }

  /**
   * What a log tells; nothing if it is not there. Of an epoch that is there twice, as earlier
   * versions left it on resume, the later line counts.
   *
   * @throws DataException if a line is no JSON; the last may be cut off
   */
  public static History history(FileSystem files, Path file) throws IOException {
    String[] lines = files.exists(file) ? text(files, file).split("\n", -1) : new String[0];
    // The last line may be cut off in the middle when a run is being written or was killed.
    return history(List.of(lines).subList(0, Math.max(0, lines.length - 1)), file);
  }

  /** What this log tells so far. */
  public History history() {
    return history(lines, file);
  }

  private static History history(List<String> lines, Path file) {
    Map<List<Integer>, RoundPoint> rounds = new LinkedHashMap<>();
    Map<Integer, EpochPoint> epochs = new TreeMap<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        JsonNode line = parsed(lines.get(i), file, i + 1);
        if (MetricsLine.isOfEpoch(line)) {
          EpochPoint point = MetricsLine.epoch(line);
          epochs.put(point.epoch(), point);
        } else if (MetricsLine.isOfRound(line)) {
          RoundPoint point = MetricsLine.round(line);
          rounds.put(List.of(point.epoch(), point.round()), point);
        }
      }
    }
    List<RoundPoint> inOrder = new ArrayList<>(rounds.values());
    inOrder.sort(Comparator.comparingInt(RoundPoint::epoch).thenComparingInt(RoundPoint::round));
    return new History(inOrder, List.copyOf(epochs.values()));
  }

  private static String text(FileSystem files, Path file) throws IOException {
    return new String(AtomicFile.read(files, file), StandardCharsets.UTF_8);
  }

  private static JsonNode parsed(String line, Path file, int number) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new DataException(
          "%s, line %d is not JSON: %s".formatted(file, number, e.getOriginalMessage()), e);
    }
  }

  private static Optional<JsonNode> parsed(String line, Path file, int number, int last) {
    try {
      return line.isBlank() ? Optional.empty() : Optional.of(JSON.readTree(line));
    } catch (JsonProcessingException e) {
      if (number == last) {
        LOG.warn("The last line of {} was cut off and is dropped.", file);
        return Optional.empty();
      }
      throw new DataException(
          "%s, line %d is no JSON: %s. Restore the file, or delete it: training goes on without its history"
              .formatted(file, number, e.getOriginalMessage()),
          e);
    }
  }

  @Override
  public boolean readsState(int round) {
    return false;
  }

  @Override
  public void roundDone(EpochPlan plan, RoundResult result) {
    last = stamp(plan.epoch() + 1);
    add(MetricsLine.of(plan, result, last));
  }

  /** Adds an epoch and makes everything so far visible. */
  public void epochDone(EpochMetrics metrics) {
    last = stamp(metrics.epoch());
    add(MetricsLine.of(metrics, last));
    write();
  }

  /** Says more about the round that was added last; visible with the next write. */
  public void roundKnown(EpochPlan plan, RoundResult result) {
    replaceLast(MetricsLine.of(plan, result, last));
  }

  /** Says more about the epoch that was added last; visible with the next write. */
  public void epochKnown(EpochMetrics metrics) {
    replaceLast(MetricsLine.of(metrics, last));
  }

  /** Says what a test found of the epoch that ended last, and makes it visible. */
  public void tested(int epoch, Scores scores, Optional<Scores> validation) {
    try {
      JsonNode last = lines.isEmpty() ? null : JSON.readTree(lines.get(lines.size() - 1));
      if (last instanceof ObjectNode line && MetricsLine.isOfEpoch(line, epoch)) {
        replaceLast(MetricsLine.tested(line, scores, validation));
        write();
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("every line was read before", e);
    }
  }

  /**
   * @param epoch from 1
   */
  private Stamp stamp(int epoch) {
    return new Stamp(clock.instant(), rates.applyAsDouble(epoch - 1));
  }

  private void replaceLast(ObjectNode line) {
    lines.set(lines.size() - 1, line.toString());
  }

  private void add(ObjectNode line) {
    lines.add(line.toString());
  }

  /** Makes everything so far visible. */
  public void write() {
    AtomicFile.write(
        files,
        file,
        out -> out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8)));
  }
}
