package org.logoformer.jobs;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.util.Progressable;

/**
 * The local disk as {@code frail:///...}, under which a process dies at its n-th changing call: a
 * file created, closed, renamed or deleted, a folder made. A process that was started with {@code
 * -Dfrail.calls=n} really ends there; elsewhere, see {@link #dieAfter}, the call and all later ones
 * of this process fail, so that nothing reaches the disk any more.
 */
public final class FrailFileSystem extends RawLocalFileSystem {
  /** What Hadoop's configuration calls this class. */
  public static final String KEY = "fs.frail.impl";

  private static final Integer HALT = Integer.getInteger("frail.calls");
  private static final AtomicInteger LEFT =
      new AtomicInteger(HALT == null ? Integer.MAX_VALUE : HALT);

  /** The n-th changing call from now on is the first to fail. */
  public static void dieAfter(int calls) {
    LEFT.set(calls);
  }

  /** Changing calls until death; negative after it. */
  public static int callsLeft() {
    return LEFT.get();
  }

  private static void change() throws IOException {
    if (LEFT.getAndDecrement() <= 0) {
      if (HALT != null) {
        Runtime.getRuntime().halt(137);
      }
      throw new IOException("this process is dead");
    }
  }

  @Override
  public URI getUri() {
    return URI.create("frail:///");
  }

  @Override
  public String getScheme() {
    return "frail";
  }

  /** The disk's permissions are asked for by way of {@code file:} paths, which these are not. */
  @Override
  public void access(Path path, FsAction mode) {}

  @Override
  public FSDataOutputStream create(
      Path file,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    change();
    OutputStream out = super.create(file, overwrite, bufferSize, replication, blockSize, progress);
    return new FSDataOutputStream(
        new FilterOutputStream(out) {
          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
          }

          @Override
          public void close() throws IOException {
            // A dead process leaves what it had flushed, if anything.
            change();
            out.close();
          }
        },
        null);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    change();
    return super.rename(from, to);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    if (exists(path)) {
      change();
    }
    return super.delete(path, recursive);
  }

  @Override
  public boolean mkdirs(Path path) throws IOException {
    if (!exists(path)) {
      change();
    }
    return super.mkdirs(path);
  }
}
