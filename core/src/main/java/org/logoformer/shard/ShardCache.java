package org.logoformer.shard;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.apache.hadoop.fs.FileSystem;
import org.logoformer.config.DataConfig;
import org.logoformer.error.Message;
import org.logoformer.provenance.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies of the shards of one set on this machine's disk. Whoever reads from a shard without a copy
 * reads where the set lies, and the shard is copied behind its back, one at a time on a machine. A
 * copy is compared with the shard's checksum before it can be read; what is read of it is for the
 * reader to compare again. What goes wrong here is said once and costs speed alone.
 *
 * <p>A copy that was used within the last minute makes room for no other: where all shards of a set
 * that does not fit are read from in turn, as in a global shuffle, each would push out the next.
 */
final class ShardCache implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(ShardCache.class);
  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

  /** Folders that this process could not write to. */
  private static final Set<String> UNWRITABLE = ConcurrentHashMap.newKeySet();

  private final CacheFolder folder;
  private final String set;
  private final long bound;
  private final Duration idle;
  private final Source source;
  private final Consumer<String> say;
  private final Set<String> awaited = ConcurrentHashMap.newKeySet();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final Map<String, Long> noted = new ConcurrentHashMap<>();
  private final ExecutorService copier = copier();
  private volatile long pausedUntil = System.nanoTime();
  private volatile boolean closed;

  /** Where the shards lie. */
  interface Source {
    InputStream open(Shard shard) throws IOException;
  }

  /**
   * @param set {@link #identity} of the shard set
   * @param bound on the bytes of all copies in the folder, of whatever set
   * @param idle how long a copy must not have been used to make room for another
   * @param say gets what went wrong
   */
  ShardCache(
      CacheFolder folder,
      String set,
      long bound,
      Duration idle,
      Source source,
      Consumer<String> say) {
    this.folder = folder;
    this.set = set;
    this.bound = bound;
    this.idle = idle;
    this.source = source;
    this.say = say;
  }

  /** The cache that the settings ask for; none for sets on the disks of this machine. */
  static Optional<ShardCache> of(
      DataConfig.Cache settings,
      Manifest manifest,
      FileSystem files,
      org.apache.hadoop.fs.Path set) {
    if (settings.folder().isEmpty() || files.getUri().getScheme().equals("file")) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ShardCache(
              new CacheFolder(Path.of(settings.folder())),
              identity(manifest),
              settings.size().bytes(),
              IDLE,
              shard -> files.open(new org.apache.hadoop.fs.Path(set, shard.file())),
              ShardCache::sayOnce));
    } catch (IOException | UnsupportedOperationException e) {
      sayOnce(
          Message.of(
              "Shards are not copied to data.cache.folder = %s: %s; they are read from %s",
              settings.folder(), e.getMessage(), set));
      return Optional.empty();
    }
  }

  private static void sayOnce(String message) {
    if (SAID.add(message)) {
      LOG.warn(message);
    }
  }

  /** Tells sets apart by what their shards hold, wherever they lie. */
  static String identity(Manifest manifest) {
    return Sha256.hex(
        manifest.shards().stream()
            .map(s -> Message.of("%s %d %08x", s.file(), s.bytes(), s.crc()))
            .collect(Collectors.joining("\n", manifest.origin().plan() + "\n", "")));
  }

  /**
   * Reads from the copy of a shard, or has the shard copied for later reads.
   *
   * @return whether all bytes were read
   */
  boolean read(Shard shard, long position, byte[] into, int at, int length) {
    Path file = folder.file(set, shard);
    try (FileChannel copy = CacheFolder.open(file).orElse(null)) {
      if (copy == null) {
        await(shard);
        return false;
      }
      ByteBuffer bytes = ByteBuffer.wrap(into, at, length);
      while (bytes.hasRemaining()) {
        if (copy.read(bytes, position + bytes.position() - at) < 0) {
          throw new EOFException("it ends too early");
        }
      }
      note(file);
      return true;
    } catch (ClosedByInterruptException e) {
      return false;
    } catch (FileSystemException e) {
      // It cannot be opened: a link, or too many files are open. The copy itself may be sound.
      await(shard);
      return false;
    } catch (IOException e) {
      distrust(shard, e.getMessage());
      return false;
    }
  }

  /** Removes the copy of a shard that has turned out to be damaged. */
  void distrust(Shard shard, String why) {
    Path file = folder.file(set, shard);
    say.accept(Message.of("The copy %s is damaged and is removed: %s", file, why));
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      stop(e);
    }
  }

  private void note(Path file) {
    long now = System.nanoTime();
    Long before = noted.get(file.toString());
    if (before == null || now - before > idle.toNanos() / 6) {
      noted.put(file.toString(), now);
      try {
        CacheFolder.used(file);
      } catch (IOException e) {
        // Another process has just removed it.
      }
    }
  }

  private void await(Shard shard) {
    boolean paused = System.nanoTime() - pausedUntil < 0;
    if (!isStopped() && !paused && !refused.contains(shard.file()) && awaited.add(shard.file())) {
      copier.execute(
          () -> {
            try {
              copy(shard);
            } finally {
              awaited.remove(shard.file());
            }
          });
    }
  }

  private boolean isStopped() {
    return closed || UNWRITABLE.contains(folder.toString());
  }

  /** Copies a shard unless it is there, another process copies, or there is no room. */
  void copy(Shard shard) {
    if (isStopped()) {
      return;
    }
    try {
      folder.alone(() -> copyAlone(shard));
    } catch (RuntimeException e) {
      // The storage does not answer: whoever trains on it will say so.
      pause();
    } catch (IOException e) {
      stop(e);
    }
  }

  private void copyAlone(Shard shard) throws IOException {
    Path file = folder.file(set, shard);
    if (CacheFolder.has(file)) {
      return;
    }
    if (!folder.makeRoom(shard.bytes(), bound, idle)) {
      pause();
      return;
    }
    Path unfinished = folder.unfinished(set, shard);
    try {
      int crc = transfer(shard, unfinished);
      if (crc == shard.crc()) {
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      } else if (!closed) {
        refused.add(shard.file());
        String what = "Shard %s is not copied: it has CRC %08x, index says %08x";
        say.accept(Message.of(what, shard.name(), crc, shard.crc()));
      }
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /** Copies until told to stop; returns the CRC32C of what was copied. */
  private int transfer(Shard shard, Path to) throws IOException {
    CRC32C crc = new CRC32C();
    byte[] buffer = new byte[1 << 20];
    long left = shard.bytes();
    try (InputStream in = opened(shard);
        OutputStream out =
            Files.newOutputStream(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      // No more than was promised, whatever the file has become.
      while (left > 0 && !closed) {
        int read = some(in, buffer, (int) Math.min(left, buffer.length));
        if (read < 0) {
          break;
        }
        out.write(buffer, 0, read);
        crc.update(buffer, 0, read);
        left -= read;
      }
    }
    return (int) crc.getValue();
  }

  private InputStream opened(Shard shard) {
    try {
      return source.open(shard);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int some(InputStream in, byte[] buffer, int length) {
    try {
      return in.read(buffer, 0, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void pause() {
    pausedUntil = System.nanoTime() + idle.toNanos() / 6;
  }

  private void stop(IOException e) {
    if (UNWRITABLE.add(folder.toString())) {
      say.accept(
          Message.of(
              "Shards are not copied to %s any more (%s): the others are read where they lie",
              folder, e));
    }
  }

  private static ExecutorService copier() {
    // A reader that is late for close() has nothing copied.
    return new ThreadPoolExecutor(
        0,
        1,
        10,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        ShardCache::daemon,
        new ThreadPoolExecutor.DiscardPolicy());
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "logo-shard-cache");
    thread.setDaemon(true);
    return thread;
  }

  /** Stops copying; a copy that is not whole is removed soon after. */
  @Override
  public void close() {
    closed = true;
    copier.shutdown();
  }
}
