package org.logoformer.jobs.evaluation;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.jobs.run.FoldFolder;
import org.logoformer.jobs.run.FoldMetrics;
import org.logoformer.storage.Unreadable;

/** The classes of a checkpoint's network. */
public final class TestedClasses {
  private TestedClasses() {}

  /**
   * Names by index, as the test of the fold, which the checkpoint is of, has them; empty if there
   * was none, or the weights are of another place.
   *
   * @param checkpoint its folder
   */
  public static Optional<List<String>> of(Configuration hadoop, Path checkpoint) {
    Path fold = Optional.ofNullable(checkpoint.getParent()).map(Path::getParent).orElse(null);
    if (fold == null) {
      return Optional.empty();
    }
    Path file = new FoldFolder(fold).metrics();
    try {
      FileSystem files = file.getFileSystem(hadoop);
      return files.exists(new Path(fold, "ckpt"))
          ? FoldMetrics.read(files, file).map(metrics -> metrics.evaluation().classes())
          : Optional.empty();
    } catch (IOException e) {
      throw Unreadable.of(file, e, "Restore the file");
    }
  }
}
