package org.logoformer.jobs.run;

import org.apache.hadoop.fs.Path;

/**
 * The files of one fold of a run; its checkpoints are below {@code ckpt}, see {@link
 * org.logoformer.checkpoint.CheckpointStore}.
 *
 * @param folder {@code <run>/fold-<number>}, or where an evaluation of predictions goes
 */
public record FoldFolder(Path folder) {
  static final String PREFIX = "fold-";

  /** TensorBoard takes files with "tfevents" in their name, in the order of their names. */
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

  /** Training log, a JSON object per line. */
  public Path log() {
    return new Path(folder, "metrics.jsonl");
  }

  /**
   * TensorBoard's events of an epoch.
   *
   * @param epoch from 1
   */
  public Path events(int epoch) {
    return new Path(folder, "%s%05d".formatted(EVENTS, epoch));
  }

  /** A pattern of the files that {@link #events} names. */
  public Path allEvents() {
    return new Path(folder, EVENTS + "[0-9]*");
  }

  /** The epoch that {@link #events} was asked for. */
  public static int epochOfEvents(Path file) {
    return Integer.parseInt(file.getName().substring(EVENTS.length()));
  }

  /** Which run of MLflow the fold is, JSON; there only where it is tracked. */
  public Path mlflow() {
    return new Path(folder, "mlflow.json");
  }

  /** Result on the test clips, {@link FoldMetrics}. */
  public Path metrics() {
    return new Path(folder, "metrics.json");
  }

  /** The same with the frames of every clip shuffled, where earlier versions kept it. */
  public Path shuffledMetrics() {
    return new Path(folder, "metrics-shuffled.json");
  }

  /** A row per test clip. */
  public Path predictions() {
    return new Path(folder, "predictions.parquet");
  }

  /** What the classifier read of each test clip; there only if it was asked for. */
  public Path features() {
    return new Path(folder, "features.parquet");
  }

  /** Picture of the confusion matrix. */
  public Path confusion() {
    return new Path(folder, "confusion.png");
  }
}
