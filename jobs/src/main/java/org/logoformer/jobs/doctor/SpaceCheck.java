package org.logoformer.jobs.doctor;

import java.io.IOException;
import java.util.Locale;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.QuotaUsage;

/** Whether the checkpoints that stay, and one more while it is written, find space. */
final class SpaceCheck {
  private static final Check CHECK = new Check("space");

  /** Less free space than this many times the need is a warning: others may use it up. */
  private static final int COMFORT = 3;

  private SpaceCheck() {}

  /**
   * Judges the space below {@code runs}.
   *
   * @param checkpoints that lie there at the same time
   * @param checkpointBytes of each, before replication
   */
  static Finding of(FileSystem files, Path runs, long checkpoints, long checkpointBytes) {
    try {
      int replication = Math.max(1, files.getDefaultReplication(runs));
      long needed = checkpointBytes * checkpoints * replication;
      long free = free(files, runs);
      String found =
          "%s free, %s for %d checkpoints of %s, %d replicas each"
              .formatted(size(free), size(needed), checkpoints, size(checkpointBytes), replication);
      if (free < needed) {
        return CHECK.fail(
            found,
            "free or add space, raise the quota, or keep less: train.checkpoint.keep-last and"
                + " keep-best");
      }
      return free < COMFORT * needed
          ? CHECK.warn(found, "others may use it up: free or add space")
          : CHECK.ok(found);
    } catch (IOException e) {
      return CHECK.fail(runs + ": " + Causes.of(e), "see that the storage is up");
    }
  }

  /** Bytes on the disks, replicas counted, within every quota above the folder. */
  private static long free(FileSystem files, Path runs) throws IOException {
    long free = Long.MAX_VALUE;
    for (Path folder = files.makeQualified(runs); folder != null; folder = folder.getParent()) {
      if (files.exists(folder)) {
        free = Math.min(free, files.getStatus(folder).getRemaining());
        free = Math.min(free, quota(files, folder));
      }
    }
    return free;
  }

  /** Bytes that the quota of the folder leaves; the largest number where there is none. */
  private static long quota(FileSystem files, Path folder) throws IOException {
    // The local file system would walk through everything below.
    if (files.getScheme().equals("file")) {
      return Long.MAX_VALUE;
    }
    QuotaUsage usage = files.getQuotaUsage(folder);
    return usage.getSpaceQuota() < 0
        ? Long.MAX_VALUE
        : usage.getSpaceQuota() - usage.getSpaceConsumed();
  }

  static String size(long bytes) {
    return bytes < 10_000_000_000L
        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}
