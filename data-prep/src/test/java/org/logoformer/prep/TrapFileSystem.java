package org.logoformer.prep;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsAction;

/**
 * The local disk as {@code trap:///...}, where something happens at the n-th file that a process
 * opens. A process that was started with {@code -Dtrap.opens=n -Dtrap.mark=FILE} gets SIGKILL then,
 * unless the file is there, which it makes before: of several processes one dies.
 */
public final class TrapFileSystem extends RawLocalFileSystem {
  /** What Hadoop's configuration calls this class. */
  static final String KEY = "fs.trap.impl";

  /** What happens. */
  interface Trap {
    void spring() throws IOException;
  }

  private static final AtomicInteger LEFT =
      new AtomicInteger(Integer.getInteger("trap.opens", Integer.MAX_VALUE));
  private static volatile Trap trap = TrapFileSystem::die;

  /** The n-th file that is opened from now on springs it, and no other. */
  static void set(int opens, Trap next) {
    trap = next;
    LEFT.set(opens);
  }

  /** Whether it has sprung. */
  static boolean isSprung() {
    return LEFT.get() <= 0;
  }

  @Override
  public URI getUri() {
    return URI.create("trap:///");
  }

  @Override
  public String getScheme() {
    return "trap";
  }

  /** The disk's permissions are asked for by way of {@code file:} paths, which these are not. */
  @Override
  public void access(Path path, FsAction mode) {}

  @Override
  public FSDataInputStream open(Path file, int bufferSize) throws IOException {
    if (LEFT.decrementAndGet() == 0) {
      trap.spring();
    }
    return super.open(file, bufferSize);
  }

  private static void die() throws IOException {
    try {
      Files.createFile(java.nio.file.Path.of(System.getProperty("trap.mark")));
      String pid = Long.toString(ProcessHandle.current().pid());
      new ProcessBuilder("kill", "-9", pid).start().waitFor();
      Thread.sleep(60_000);
    } catch (FileAlreadyExistsException e) {
      // Another process has died.
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
