package org.logoformer.jobs.run;

import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * The files of one fold of a run; its checkpoints are below {@code ckpt}, see {@link
 * org.logoformer.checkpoint.CheckpointStore}.
 *
 * @param folder {@code <run>/fold-<number>}, or the output folder of {@code evaluate --predictions}
 */
public record FoldFolder(Path folder) {
  static final String PREFIX = "fold-";

  /** TensorBoard reads files with "tfevents" in their name, in the order of their names. */
  private static final String EVENTS = "events.out.tfevents.epoch-";

  /** Name of the folder, such as {@code fold-1}. */
  public String name() {
    return folder.getName();
  }

  /** Number of the fold of a run. */
  public int number() {
    return Integer.parseInt(name().substring(PREFIX.length()));
  }

  boolean isOfAFold() {
    return name().matches(PREFIX + "[0-9]+");
  }

  /** Training log, with a JSON object in each line. */
  public Path log() {
    return new Path(folder, "metrics.jsonl");
  }

  /**
   * Events of an epoch for TensorBoard.
   *
   * @param epoch from 1
   */
  public Path events(int epoch) {
    return new Path(folder, "%s%05d".formatted(EVENTS, epoch));
  }

  /** A glob pattern that matches all files of {@link #events}. */
  public Path allEvents() {
    return new Path(folder, EVENTS + "[0-9]*");
  }

  /** The epoch of a file of {@link #events}. */
  public static int epochOfEvents(Path file) {
    return Integer.parseInt(file.getName().substring(EVENTS.length()));
  }

  /** Which run of MLflow the fold is, JSON; there only where it is tracked. */
  public Path mlflow() {
    return new Path(folder, "mlflow.json");
  }

  /** Metrics on the test clips, {@link FoldMetrics}. */
  public Path metrics() {
    return new Path(folder, "metrics.json");
  }

  /** Metrics with the frames of every clip shuffled; earlier versions wrote them here. */
  public Path shuffledMetrics() {
    return new Path(folder, "metrics-shuffled.json");
  }

  /** Predictions, with a row for each test clip. */
  public Path predictions() {
    return new Path(folder, "predictions.parquet");
  }

  /** What an evaluation that is under way has done so far; a folder. */
  public Path parts() {
    return new Path(folder, "_parts");
  }

  /** Inputs of the classifier for each test clip; written on request only. */
  public Path features() {
    return new Path(folder, "features.parquet");
  }

  /** What evaluations of the fold's own checkpoint write beside its metrics. */
  List<Path> evaluated() {
    return List.of(predictions(), features(), confusion(), reliability(), shuffledMetrics());
  }

  /** Picture of the reliability of the confidences. */
  public Path reliability() {
    return new Path(folder, "reliability.png");
  }

  /** Picture of the confusion matrix. */
  public Path confusion() {
    return new Path(folder, "confusion.png");
  }
}
