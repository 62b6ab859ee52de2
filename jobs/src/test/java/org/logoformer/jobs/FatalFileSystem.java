package org.logoformer.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsAction;

/**
 * The local disk as {@code fatal:///...}. A process that was started with {@code -Dfatal.reads=n
 * -Dfatal.mark=FILE} gets SIGKILL at its n-th positional read, unless the file is there, which it
 * makes before: of several processes one dies.
 */
public final class FatalFileSystem extends RawLocalFileSystem {
  /** What Spark's configuration calls this class. */
  public static final String KEY = "spark.hadoop.fs.fatal.impl";

  private static final AtomicInteger LEFT =
      new AtomicInteger(Integer.getInteger("fatal.reads", Integer.MAX_VALUE));

  @Override
  public URI getUri() {
    return URI.create("fatal:///");
  }

  @Override
  public String getScheme() {
    return "fatal";
  }

  /** The disk's permissions are asked for by way of {@code file:} paths, which these are not. */
  @Override
  public void access(Path path, FsAction mode) {}

  @Override
  public FSDataInputStream open(Path file, int bufferSize) throws IOException {
    return new FSDataInputStream(super.open(file, bufferSize)) {
      @Override
      public void readFully(long position, byte[] buffer, int offset, int length)
          throws IOException {
        countDown();
        super.readFully(position, buffer, offset, length);
      }
    };
  }

  private static void countDown() {
    if (LEFT.decrementAndGet() == 0 && claimed()) {
      try {
        String pid = Long.toString(ProcessHandle.current().pid());
        new ProcessBuilder("kill", "-9", pid).start().waitFor();
        Thread.sleep(60_000);
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static boolean claimed() {
    try {
      Files.createFile(java.nio.file.Path.of(System.getProperty("fatal.mark")));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
