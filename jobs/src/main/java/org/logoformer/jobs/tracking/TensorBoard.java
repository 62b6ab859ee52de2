package org.logoformer.jobs.tracking;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.config.TrackingConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.jobs.run.FoldFolder;
import org.logoformer.storage.AtomicFile;
import org.logoformer.train.metrics.EpochPoint;
import org.logoformer.train.metrics.History;
import org.logoformer.train.metrics.MetricsLog;
import org.logoformer.train.metrics.RoundPoint;

/**
 * Keeps TensorBoard's event files of a fold beside its training log: one closed file per epoch. A
 * file that stays open would not be read on as it grows where the length of open files stands still
 * (HDFS), and nothing can be appended on object stores; closed ones TensorBoard reads one after
 * another while training goes on. They are made from the log, which holds each round and epoch once
 * whatever was killed and resumed, so TensorBoard shows each step once.
 *
 * <p>What they hold: {@link Scalars}.
 */
final class TensorBoard {
  private final boolean on;
  private final FileSystem files;
  private final FoldFolder fold;
  private final Map<Integer, byte[]> written = new TreeMap<>();

  /**
   * Writes nothing unless {@code tracking.tensorboard} is true.
   *
   * @param files that the folder is on
   */
  TensorBoard(TrackingConfig config, FileSystem files, FoldFolder fold) {
    this.on = config.tensorboard();
    this.files = files;
    this.fold = fold;
  }

  /**
   * Makes the event files those of the log: writes what is missing or was another, and deletes what
   * a resumed training has not reached again.
   *
   * @throws ClusterException when the file system refuses
   */
  void follow(MetricsLog log) {
    if (on) {
      try {
        follow(log.history());
      } catch (IOException e) {
        throw new ClusterException(
            "Cannot write TensorBoard's files in %s: %s; check run.dir, or set tracking.tensorboard = false"
                .formatted(fold.folder(), e.getMessage()),
            e);
      }
    }
  }

  private void follow(History history) throws IOException {
    Map<Integer, byte[]> wanted = new TreeMap<>();
    for (EpochPoint epoch : history.epochs()) {
      List<RoundPoint> rounds = history.rounds(epoch.epoch());
      if (!rounds.isEmpty()) {
        wanted.put(epoch.epoch(), file(epoch, rounds));
      }
    }
    if (written.isEmpty()) {
      readWritten(wanted);
    }
    for (Map.Entry<Integer, byte[]> file : wanted.entrySet()) {
      if (!Arrays.equals(file.getValue(), written.put(file.getKey(), file.getValue()))) {
        AtomicFile.write(files, fold.events(file.getKey()), out -> out.write(file.getValue()));
      }
    }
  }

  /** What an earlier process left, so that equal files are not touched: they may be being read. */
  private void readWritten(Map<Integer, byte[]> wanted) throws IOException {
    FileStatus[] found = files.globStatus(fold.allEvents());
    for (FileStatus status : found == null ? new FileStatus[0] : found) {
      Path file = status.getPath();
      int epoch = FoldFolder.epochOfEvents(file);
      if (wanted.containsKey(epoch)) {
        written.put(epoch, AtomicFile.read(files, file));
      } else {
        files.delete(file, false);
      }
    }
  }

  private static byte[] file(EpochPoint epoch, List<RoundPoint> rounds) {
    EventFile file = new EventFile(rounds.get(0).time().orElse(Instant.EPOCH));
    Scalars.of(epoch, rounds).forEach(s -> file.scalars(s.time(), s.step(), s.values()));
    return file.bytes();
  }
}
