package org.logoformer.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.error.ClusterException;
import org.logoformer.error.DataException;
import org.logoformer.error.LogoException;
import org.logoformer.error.Reason;
import org.logoformer.storage.AtomicFile;
import org.logoformer.storage.NewFile;
import org.logoformer.storage.Unreadable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of one fold: {@code <fold>/ckpt/epoch-012-round-0288/}.
 *
 * <p>A checkpoint is written under a temporary name, renamed, and then marked with {@code
 * _SUCCESS}; without the marker it does not exist for a reader, so that a writer may die at any
 * point. With the marker it is never changed; only its score may be added. Removing starts with the
 * marker. Recovery lists the folder; the file {@code latest} is for people.
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
   * Writes and commits a checkpoint, then removes those that need not be kept and what a killed
   * writer left. One that is committed already stays as it is: the same point of a run is the same
   * state. A failure to remove is logged, never thrown.
   *
   * @throws ClusterException if it could not be committed, or one with other tensors is there;
   *     earlier checkpoints are as they were
   */
  public void write(Checkpoint checkpoint) {
    CheckpointId id = checkpoint.id();
    try {
      if (!isCommitted(id)) {
        commit(checkpoint);
      } else if (!new CheckpointFolder(fileSystem, path(id)).holds(checkpoint)) {
        throw new ClusterException(
            "Checkpoint %s is there already and holds other numbers: another driver trains this run, or trained it with another machine. Give this one another run.name"
                .formatted(path(id)));
      }
    } catch (IOException e) {
      throw new ClusterException(
          ("Cannot write checkpoint %s: %s. Mend the storage (space, quota, rights) and run the"
                  + " same command again; it goes on from the checkpoint before")
              .formatted(path(id), Reason.of(e)),
          e);
    }
    hint(id);
    clean();
  }

  /**
   * Gives a committed checkpoint the score that was measured since, then removes what need not be
   * kept any more.
   *
   * @throws ClusterException if it could not be written
   */
  public void score(CheckpointId id, double score) {
    new CheckpointFolder(fileSystem, path(id)).write(score);
    clean();
  }

  private void commit(Checkpoint checkpoint) throws IOException {
    Path place = new Path(folder, checkpoint.id().folder());
    Path temporary = new Path(folder, TEMPORARY + place.getName());
    delete(temporary);
    NewFile.folder(fileSystem, temporary);
    new CheckpointFolder(fileSystem, temporary).write(checkpoint);
    // Left without a marker; into an existing folder, a rename would move instead.
    delete(place);
    NewFile.rename(fileSystem, temporary, place);
    NewFile.create(fileSystem, new Path(place, MARKER)).close();
  }

  /**
   * The latest committed checkpoint, fully checked.
   *
   * @throws DataException if it is broken
   */
  public Optional<Checkpoint> newest() {
    return read(() -> committed().stream().reduce((a, b) -> b));
  }

  /**
   * As above, the latest of those whose state fulfils a condition.
   *
   * @throws DataException if it is broken
   */
  public Optional<Checkpoint> newest(Predicate<ObjectNode> condition) {
    return read(
        () ->
            committed().stream()
                .sorted(Comparator.reverseOrder())
                .filter(id -> condition.test(state(id)))
                .findFirst());
  }

  /**
   * The committed checkpoint with the highest score (of equal ones the newest); empty if none has a
   * score.
   */
  public Optional<Checkpoint> best() {
    return read(() -> Retention.bestFirst(scores()).findFirst());
  }

  /** Reads the chosen checkpoint; chooses again if the writer has purged some meanwhile. */
  private Optional<Checkpoint> read(Supplier<Optional<CheckpointId>> choice) {
    while (true) {
      List<CheckpointId> before = committed();
      try {
        return choice.get().map(this::read);
      } catch (LogoException e) {
        if (committed().equals(before)) {
          throw e;
        }
      }
    }
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

  /**
   * The state of a committed checkpoint, without its tensors.
   *
   * @throws DataException if it is not there or broken
   */
  public ObjectNode state(CheckpointId id) {
    try {
      return new CheckpointFolder(fileSystem, path(id)).state();
    } catch (IOException e) {
      throw unreadable(path(id), e);
    }
  }

  /** The folder of a checkpoint. */
  public Path path(CheckpointId id) {
    Path former = new Path(folder, id.formerFolder());
    try {
      return isCommitted(former) ? former : new Path(folder, id.folder());
    } catch (IOException e) {
      throw unreadable(former, e);
    }
  }

  private boolean isCommitted(CheckpointId id) throws IOException {
    return isCommitted(new Path(folder, id.folder()))
        || isCommitted(new Path(folder, id.formerFolder()));
  }

  private boolean isCommitted(Path checkpoint) throws IOException {
    return fileSystem.exists(new Path(checkpoint, MARKER));
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
        if (name.startsWith(TEMPORARY)
            || (id.isPresent() && !(kept.contains(id.get()) && isCommitted(status.getPath())))) {
          purge(status.getPath());
        }
      }
    } catch (IOException | DataException e) {
      LOG.warn("Could not look for old checkpoints below {}; training goes on", folder, e);
    }
  }

  /** One that cannot be removed does not keep others. The marker goes first. */
  private void purge(Path checkpoint) {
    try {
      delete(new Path(checkpoint, MARKER));
      delete(checkpoint);
    } catch (IOException e) {
      LOG.warn("Could not remove {}; training goes on", checkpoint, e);
    }
  }

  private void hint(CheckpointId id) {
    Path latest = new Path(folder, LATEST);
    try {
      byte[] name = (id.folder() + "\n").getBytes(StandardCharsets.UTF_8);
      AtomicFile.write(fileSystem, latest, out -> out.write(name));
    } catch (ClusterException e) {
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

  private void delete(Path path) throws IOException {
    if (!fileSystem.delete(path, true) && fileSystem.exists(path)) {
      throw new IOException("cannot delete " + path);
    }
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private static LogoException unreadable(Path path, IOException e) {
    return Unreadable.of(path, e, capital(CheckpointFolder.REMEDY));
  }
}
