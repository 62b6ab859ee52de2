package org.logoformer.jobs.slots;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.logoformer.error.ClusterException;

/**
 * Keeps the other processes of this machine off a GPU: a cluster manager without GPU isolation
 * (YARN by default) gives the same GPU to every container of a node. The lock is one on a file,
 * which the operating system releases however the process ends.
 */
final class DeviceLock {
  private static final long POLL_MILLIS = 200;

  /** No process id has more digits; a longer file is no lock file. */
  private static final int MAX_BYTES = 32;

  private DeviceLock() {}

  /**
   * Takes the GPU.
   *
   * @param folder the same for all processes of the machine
   * @param device name of the GPU on this machine
   * @param patience how long another process, perhaps one that is ending, may still hold it
   * @return the locked file; closing it releases the GPU
   * @throws ClusterException if another process still holds it after that time
   */
  static FileChannel take(Path folder, String device, Duration patience) {
    Path path = folder.resolve("logoformer-gpu-" + device + ".lock");
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      FileChannel file = open(path);
      while (!locked(file)) {
        if (System.nanoTime() - deadline > 0) {
          String holder = content(file);
          file.close();
          throw new ClusterException(
              "GPU %s is taken: process %s of this machine already computes on it, and two trainings on one GPU would slow or break each other. Give each executor a GPU of its own (spark.gpus = 1; on YARN with GPU isolation), or run fewer executors on a machine."
                  .formatted(device, holder));
        }
        Thread.sleep(POLL_MILLIS);
      }
      file.truncate(0);
      String self = Long.toString(ProcessHandle.current().pid());
      file.write(ByteBuffer.wrap(self.getBytes(StandardCharsets.UTF_8)), 0);
      return file;
    } catch (IOException e) {
      throw new ClusterException(
          "Cannot lock GPU %s by %s: %s; it must be a plain file of this program that every user of the machine may read and write: delete it"
              .formatted(device, path, e),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("Interrupted while waiting for GPU " + device, e);
    }
  }

  /**
   * Opens the lock file. Any user may write to the folder, so another file or a link may have the
   * name: no link is followed, and nothing is written into a file that is no lock file.
   */
  private static FileChannel open(Path path) throws IOException {
    // CREATE on an existing file would fail: Linux refuses it for another user's file in /tmp.
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      try {
        return created(path);
      } catch (FileAlreadyExistsException e) {
        // Another process has just created it.
      }
    }
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("it is no plain file");
    }
    FileChannel file =
        FileChannel.open(
            path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    if (file.size() > MAX_BYTES || !content(file).matches("\\d*")) {
      file.close();
      throw new IOException("something else is in it");
    }
    return file;
  }

  private static FileChannel created(Path path) throws IOException {
    FileChannel file =
        FileChannel.open(
            path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    // The umask may forbid this, but processes of other users have to lock the file too.
    Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setPermissions(PosixFilePermissions.fromString("rw-rw-rw-"));
    return file;
  }

  private static String content(FileChannel file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MAX_BYTES);
    int length = Math.max(0, file.read(bytes, 0));
    return new String(bytes.array(), 0, length, StandardCharsets.UTF_8);
  }

  private static boolean locked(FileChannel file) throws IOException {
    try {
      FileLock lock = file.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      // This process itself holds the lock.
      return false;
    }
  }
}
