package org.logoformer.jobs.tracking;

import org.apache.hadoop.fs.FileSystem;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.run.FoldFolder;
import org.logoformer.train.metrics.MetricsLog;

/** All by which other programs follow the training of a fold. */
public final class Tracking {
  private final TensorBoard tensorboard;
  private final Mlflow mlflow;

  /**
   * Does what the block {@code tracking} asks for.
   *
   * @param files that the folder is on
   */
  public Tracking(LogoConfig config, FileSystem files, FoldFolder fold) {
    this.tensorboard = new TensorBoard(config.tracking(), files, fold);
    this.mlflow = new Mlflow(config, files, fold);
  }

  /**
   * Tells what the log knows and was not told yet.
   *
   * @throws org.logoformer.error.ClusterException when the file system refuses
   */
  public void follow(MetricsLog log) {
    tensorboard.follow(log);
    mlflow.follow(log);
  }

  /** All epochs are trained and told. */
  public void finished() {
    mlflow.finished();
  }
}
