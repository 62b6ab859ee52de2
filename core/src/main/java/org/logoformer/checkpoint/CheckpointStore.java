package org.logoformer.checkpoint;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.error.ClusterException;
import org.logoformer.error.DataException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of one fold: {@code <fold>/ckpt/epoch=012-round=0288/}.
 *
 * <p>A checkpoint is written under a temporary name, renamed, and then marked with {@code
 * _SUCCESS}; without the marker it does not exist for a reader, so that a writer may die at any
 * point. Removing starts with the marker. Recovery lists the folder; the file {@code latest} is for
 * people.
 *
 * <p>One writer at a time; any number of readers.
 */
public final class CheckpointStore {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointStore.class);
  private static final String MARKER = "_SUCCESS";
  private static final String TEMPORARY = ".writing-";
  private static final String LATEST = "latest";

  private final FileSystem fileSystem;
  private final Path folder;
  private final Retention retention;

  /**
   * The store of a fold; touches nothing yet.
   *
   * @param fold folder of the fold
   * @param retention what {@link #write} leaves; {@link Retention#ALL} for who only reads
   */
  public CheckpointStore(FileSystem fileSystem, Path fold, Retention retention) {
    this.fileSystem = fileSystem;
    this.folder = new Path(fold, "ckpt");
    this.retention = retention;
  }

  /**
   * Writes and commits a checkpoint, replacing one of the same id, then removes those that need not
   * be kept and what a killed writer left. A failure to remove is logged, never thrown.
   *
   * @throws ClusterException if it could not be committed; earlier checkpoints are as they were
   */
  public void write(Checkpoint checkpoint) {
    CheckpointId id = checkpoint.id();
    Path temporary = new Path(folder, TEMPORARY + id.folder());
    try {
      delete(temporary);
      mkdirs(temporary);
      new CheckpointFolder(fileSystem, temporary).write(checkpoint);
      remove(path(id));
      // Into an existing folder, a rename would move instead.
      rename(temporary, path(id));
      fileSystem.create(new Path(path(id), MARKER), true).close();
    } catch (IOException e) {
      throw new ClusterException(
          ("Cannot write checkpoint %s: %s. Mend the storage (space, quota, rights) and run the"
                  + " same command again; it goes on from the checkpoint before")
              .formatted(path(id), e.getMessage()),
          e);
    }
    hint(id);
    clean();
  }

  /**
   * The latest committed checkpoint, fully checked.
   *
   * @throws DataException if it is broken
   */
  public Optional<Checkpoint> newest() {
    return committed().stream().reduce((a, b) -> b).map(this::read);
  }

  /**
   * The committed checkpoint with the highest score (of equal ones the newest); empty if none has a
   * score.
   */
  public Optional<Checkpoint> best() {
    return Retention.bestFirst(scores()).findFirst().map(this::read);
  }

  /** All committed checkpoints, oldest first. */
  public List<CheckpointId> committed() {
    try {
      List<CheckpointId> ids = new ArrayList<>();
      for (FileStatus status : list()) {
        Optional<CheckpointId> id = CheckpointId.ofFolder(status.getPath().getName());
        if (id.isPresent() && isCommitted(id.get())) {
          ids.add(id.get());
        }
      }
      return ids.stream().sorted().toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  /**
   * Reads one committed checkpoint.
   *
   * @throws DataException if it is not there or broken
   */
  public Checkpoint read(CheckpointId id) {
    try {
      if (!isCommitted(id)) {
        throw new DataException(
            "No committed checkpoint " + path(id) + "; there are " + committed());
      }
      return new CheckpointFolder(fileSystem, path(id)).read(id);
    } catch (IOException e) {
      throw unreadable(path(id), e);
    }
  }

  /** The folder of a checkpoint. */
  public Path path(CheckpointId id) {
    return new Path(folder, id.folder());
  }

  private boolean isCommitted(CheckpointId id) throws IOException {
    return fileSystem.exists(new Path(path(id), MARKER));
  }

  private Map<CheckpointId, OptionalDouble> scores() {
    Map<CheckpointId, OptionalDouble> scores = new TreeMap<>();
    for (CheckpointId id : committed()) {
      try {
        scores.put(id, new CheckpointFolder(fileSystem, path(id)).score());
      } catch (IOException e) {
        throw unreadable(path(id), e);
      }
    }
    return scores;
  }

  private void clean() {
    try {
      Set<CheckpointId> kept = retention.kept(scores());
      for (FileStatus status : list()) {
        String name = status.getPath().getName();
        Optional<CheckpointId> id = CheckpointId.ofFolder(name);
        if (name.startsWith(TEMPORARY)) {
          delete(status.getPath());
        } else if (id.isPresent() && !(kept.contains(id.get()) && isCommitted(id.get()))) {
          remove(status.getPath());
        }
      }
    } catch (IOException | DataException e) {
      LOG.warn("Could not remove old checkpoints below {}; training goes on", folder, e);
    }
  }

  private void hint(CheckpointId id) {
    Path temporary = new Path(folder, TEMPORARY + LATEST);
    Path latest = new Path(folder, LATEST);
    try {
      try (OutputStream out = fileSystem.create(temporary, true)) {
        out.write((id.folder() + "\n").getBytes(StandardCharsets.UTF_8));
      }
      delete(latest);
      rename(temporary, latest);
    } catch (IOException e) {
      LOG.warn("Could not write {}, which nothing depends on; training goes on", latest, e);
    }
  }

  private FileStatus[] list() throws IOException {
    try {
      return fileSystem.listStatus(folder);
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    }
  }

  /** The marker first: half removed is then the same as not there. */
  private void remove(Path checkpoint) throws IOException {
    delete(new Path(checkpoint, MARKER));
    delete(checkpoint);
  }

  private void delete(Path path) throws IOException {
    if (!fileSystem.delete(path, true) && fileSystem.exists(path)) {
      throw new IOException("cannot delete " + path);
    }
  }

  private void mkdirs(Path path) throws IOException {
    if (!fileSystem.mkdirs(path)) {
      throw new IOException("cannot make folder " + path);
    }
  }

  private void rename(Path from, Path to) throws IOException {
    if (!fileSystem.rename(from, to)) {
      throw new IOException("cannot rename " + from + " to " + to);
    }
  }

  private static DataException unreadable(Path path, IOException e) {
    return new DataException("Cannot read %s: %s".formatted(path, e.getMessage()), e);
  }
}
