package org.logoformer.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.error.ClusterException;
import org.logoformer.storage.AtomicFile;

/**
 * {@code metrics.jsonl} of a fold. Written as a whole under another name and renamed, at the end of
 * each epoch and with each checkpoint: not every file system can append, and readers see all of it
 * or none of it.
 */
public final class MetricsLog implements TrainingListener {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FileSystem files;
  private final Path file;
  private final List<String> lines;

  private MetricsLog(FileSystem files, Path file, List<String> lines) {
    this.files = files;
    this.file = file;
    this.lines = lines;
  }

  /**
   * The log of a training that goes on from {@code position}: lines about what came later, before
   * the process ended, are dropped.
   */
  public static MetricsLog open(FileSystem files, Path file, Position position) {
    try {
      List<String> lines = new ArrayList<>();
      if (files.exists(file)) {
        try (InputStream in = files.open(file)) {
          for (String line :
              new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
            if (MetricsLine.isBefore(JSON.readTree(line), position)) {
              lines.add(line);
            }
          }
        }
      }
      return new MetricsLog(files, file, lines);
    } catch (IOException e) {
      throw new ClusterException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void roundDone(EpochPlan plan, RoundResult result) {
    add(MetricsLine.of(plan, result));
  }

  /** Adds an epoch and makes everything so far visible. */
  public void epochDone(EpochMetrics metrics) {
    add(MetricsLine.of(metrics));
    write();
  }

  /** Says more about the round that was added last; visible with the next write. */
  public void roundKnown(EpochPlan plan, RoundResult result) {
    replaceLast(MetricsLine.of(plan, result));
  }

  /** Says more about the epoch that was added last; visible with the next write. */
  public void epochKnown(EpochMetrics metrics) {
    replaceLast(MetricsLine.of(metrics));
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
