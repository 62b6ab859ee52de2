package org.logoformer.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.error.ClusterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one process that may write to a folder. It leaves its mark in {@code _owner.json} and renews
 * it; whoever finds the mark of a living process is refused. One that died loses the folder: at
 * once if it ran on this machine, else when its mark has not changed for {@value #LOST_SECONDS}
 * seconds by the clock of the one who waits.
 *
 * <p>An owner that was taken for dead (suspended, cut off from the storage) finds another mark at
 * its next {@link #require} and stops before it writes.
 */
public final class FolderOwner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FolderOwner.class);
  private static final String FILE = "_owner.json";
  private static final int BEAT_SECONDS = 5;
  private static final int LOST_SECONDS = 30;

  /** How long a mark may be unreadable: it is being written, or its writer died meanwhile. */
  private static final Duration TORN = Duration.ofSeconds(2);

  /** Tokens of the marks that this process holds; no other process can tell. */
  private static final Set<String> OWNED = ConcurrentHashMap.newKeySet();

  private final FileSystem files;
  private final Path file;
  private final Work work;
  private final OwnerMark mark;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread heart;

  /** What is done with a folder, for messages. */
  public enum Work {
    /** A run. */
    TRAINED("trained", "give this run another run.name", "run.dir"),
    /** A shard set. */
    PREPARED("written", "set another prep.output", "prep.output"),
    /** What an evaluation says of a run. */
    EVALUATED("written", "give this evaluation another --name", "run.dir");

    private final String done;
    private final String otherwise;
    private final String key;

    Work(String done, String otherwise, String key) {
      this.done = done;
      this.otherwise = otherwise;
      this.key = key;
    }
  }

  private FolderOwner(FileSystem files, Path file, Work work, OwnerMark mark) {
    this.files = files;
    this.file = file;
    this.work = work;
    this.mark = mark;
    this.heart = new Thread(this::beatUntilClosed, "folder-owner");
    heart.setDaemon(true);
    heart.start();
  }

  /**
   * Takes a folder; it is made if it is not there.
   *
   * @throws ClusterException if a living process owns it, or the storage refuses
   */
  public static FolderOwner take(Configuration hadoop, Path folder, Work work) {
    return take(hadoop, folder, work, Duration.ofSeconds(LOST_SECONDS));
  }

  /**
   * As above.
   *
   * @param lost how long the mark of another machine may stay as it is
   */
  static FolderOwner take(Configuration hadoop, Path folder, Work work, Duration lost) {
    try {
      FileSystem files = folder.getFileSystem(hadoop);
      // Hadoop's checksum files beside it would be written apart from it.
      FileSystem plain = AtomicFile.unchecked(files);
      OwnerMark mark = OwnerMark.ofThisProcess(UUID.randomUUID());
      return take(plain, new Path(folder, FILE), work, mark, lost);
    } catch (IOException e) {
      throw new ClusterException(
          "Cannot use %s: %s; check %s, its rights and its space"
              .formatted(folder, e.getMessage(), work.key),
          e);
    }
  }

  private static FolderOwner take(
      FileSystem files, Path file, Work work, OwnerMark mark, Duration lost) throws IOException {
    String seen = "";
    long since = System.nanoTime();
    while (!created(files, file, mark)) {
      Optional<String> text = text(files, file);
      Optional<OwnerMark> other = text.flatMap(OwnerMark::parse);
      if (other.filter(OwnerMark::isOfThisMachine).isPresent()) {
        if (other.get().isAlive(OWNED)) {
          throw inUse(file, work, other.get());
        }
        remove(files, file, text.get());
      } else if (text.isPresent()) {
        if (!seen.isEmpty() && !text.get().equals(seen) && other.isPresent()) {
          throw inUse(file, work, other.get());
        }
        Duration patience = other.isPresent() ? lost : TORN;
        if (!text.get().equals(seen)) {
          seen = text.get();
          since = System.nanoTime();
          other.ifPresent(owner -> awaited(file, work, owner, patience));
        }
        if (System.nanoTime() - since > patience.toNanos()) {
          remove(files, file, seen);
        }
      }
      pause(text.isPresent() ? 100 : 1);
    }
    OWNED.add(mark.token());
    return new FolderOwner(files, file, work, mark);
  }

  /** Whether the mark is ours. */
  private static boolean created(FileSystem files, Path file, OwnerMark mark) throws IOException {
    byte[] text = mark.render(0).getBytes(UTF_8);
    Optional<Boolean> local = LocalOutput.createNew(files, file, text);
    if (local.isPresent()) {
      return local.get();
    }
    try (OutputStream out = files.create(file, false)) {
      out.write(text);
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      // HDFS sends its own exceptions from afar.
      if (files.exists(file) && !isOurs(files, file, mark)) {
        return false;
      }
      throw e;
    }
    // Where two can create at once, they see it a moment later.
    pause(50);
    return isOurs(files, file, mark);
  }

  private static void remove(FileSystem files, Path file, String seen) throws IOException {
    if (text(files, file).filter(seen::equals).isPresent()) {
      files.delete(file, false);
    }
  }

  /**
   * Before anything that cannot be undone.
   *
   * @throws ClusterException if this process lost the folder
   */
  public void require() {
    try {
      if (isOurs(files, file, mark)) {
        return;
      }
      Optional<String> other = text(files, file);
      throw new ClusterException(
          other.isEmpty()
              ? "The folder %s was moved or deleted while it was being %s; what was committed is where it went"
                  .formatted(file.getParent(), work.done)
              : "Another process, which took this one for dead, has taken %s (%s): this one stops. What it committed is kept"
                  .formatted(
                      file.getParent(),
                      OwnerMark.parse(other.get()).map(OwnerMark::who).orElse(other.get())));
    } catch (IOException e) {
      throw new ClusterException(
          "Cannot read %s: %s; check the storage and run the same command again"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private void beatUntilClosed() {
    try {
      while (!closed.await(BEAT_SECONDS, TimeUnit.SECONDS)) {
        beat();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void beat() {
    try {
      if (isOurs(files, file, mark)) {
        byte[] next = mark.render(System.nanoTime()).getBytes(UTF_8);
        AtomicFile.write(files, file, out -> out.write(next));
      }
    } catch (IOException | ClusterException e) {
      LOG.warn("Could not renew {}: {}", file, e.getMessage());
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      // A beat in progress must not bring the mark back.
      heart.join(TimeUnit.SECONDS.toMillis(BEAT_SECONDS));
      if (isOurs(files, file, mark)) {
        files.delete(file, false);
      }
    } catch (IOException e) {
      LOG.warn("Could not remove {}: {}", file, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      OWNED.remove(mark.token());
    }
  }

  private static boolean isOurs(FileSystem files, Path file, OwnerMark mark) throws IOException {
    return text(files, file)
        .flatMap(OwnerMark::parse)
        .filter(m -> m.token().equals(mark.token()))
        .isPresent();
  }

  private static Optional<String> text(FileSystem files, Path file) throws IOException {
    try {
      return Optional.of(new String(AtomicFile.read(files, file), UTF_8));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private static void awaited(Path file, Work work, OwnerMark owner, Duration patience) {
    LOG.warn(
        "{} was being {} by {}: waiting up to {} s for a sign that it lives.",
        file.getParent(),
        work.done,
        owner.who(),
        patience.toSeconds());
  }

  private static ClusterException inUse(Path file, Work work, OwnerMark owner) {
    return new ClusterException(
        "%s is being %s by %s: wait for it to end, or %s"
            .formatted(file.getParent(), work.done, owner.who(), work.otherwise));
  }

  private static void pause(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for a folder", e);
    }
  }
}
