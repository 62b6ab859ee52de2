package org.logoformer.prep;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.error.ClusterException;

/**
 * The one {@code prep} that may write to an output folder: a file there names it, and its time is
 * moved on while the owner lives. The times are counted, not read from a clock, so machines whose
 * clocks differ agree on them. Who finds the file stand still takes it over.
 */
final class Owner implements Closeable {
  private static final Duration BEAT = Duration.ofSeconds(3);
  private static final int MISSED_BEATS = 7;

  private final FileSystem files;
  private final Path file;
  private final String name;
  private final ScheduledExecutorService pulse;
  private final Future<?> beating;
  private long beats = 1;
  private volatile boolean lost;

  private Owner(FileSystem files, Path file, String name, Duration beat) {
    this.files = files;
    this.file = file;
    this.name = name;
    this.pulse =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "prep-owner");
              thread.setDaemon(true);
              return thread;
            });
    long millis = beat.toMillis();
    this.beating = pulse.scheduleAtFixedRate(this::beat, millis, millis, TimeUnit.MILLISECONDS);
  }

  /**
   * Takes the folder.
   *
   * @throws ClusterException if another prep is at work on it
   */
  static Owner of(FileSystem files, WorkFolder folder) throws IOException {
    return of(files, folder.owner(), BEAT);
  }

  static Owner of(FileSystem files, Path file, Duration beat) throws IOException {
    String name = host() + " " + ProcessHandle.current().pid() + " " + UUID.randomUUID();
    if (!create(files, file, name)) {
      requireDead(files, file, beat);
      files.delete(file, false);
      if (!create(files, file, name)) {
        throw refused(file, "another prep");
      }
      // Of two that found it dead, the later one has replaced the earlier one's file.
      sleep(beat);
      if (!name.equals(read(files, file))) {
        throw refused(file, "another prep");
      }
    }
    return new Owner(files, file, name, beat);
  }

  /**
   * To be called before anything that cannot be undone.
   *
   * @throws ClusterException if another process has taken the folder meanwhile
   */
  void require() {
    if (lost) {
      throw refused(file, "a prep that took this one for dead");
    }
  }

  @Override
  public void close() throws IOException {
    beating.cancel(true);
    pulse.shutdownNow();
    if (!lost && name.equals(read(files, file))) {
      files.delete(file, false);
    }
  }

  private void beat() {
    try {
      lost |= !name.equals(read(files, file));
      if (!lost) {
        files.setTimes(file, ++beats, -1);
      }
    } catch (IOException e) {
      // The storage does not answer; whoever waits for this owner cannot read there either.
      return;
    }
  }

  private static boolean create(FileSystem files, Path file, String name) throws IOException {
    try (OutputStream out = files.create(file, false)) {
      out.write(name.getBytes(StandardCharsets.UTF_8));
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      if (files.exists(file)) {
        return false;
      }
      throw e;
    }
    files.setTimes(file, 1, -1);
    return true;
  }

  private static void requireDead(FileSystem files, Path file, Duration beat) throws IOException {
    String owner = read(files, file);
    if (isDeadHere(owner)) {
      return;
    }
    long time = time(files, file);
    for (int i = 0; i < MISSED_BEATS; i++) {
      sleep(beat);
      if (time(files, file) != time) {
        String[] words = owner.split(" ", -1);
        throw refused(
            file,
            "another prep (process "
                + (words.length == 3 ? words[1] + " on " + words[0] : "?")
                + ")");
      }
    }
  }

  // Of a process of this machine it is known at once.
  private static boolean isDeadHere(String owner) throws IOException {
    String[] words = owner.split(" ", -1);
    return words.length == 3
        && words[0].equals(host())
        && words[1].matches("[0-9]{1,18}")
        && ProcessHandle.of(Long.parseLong(words[1])).isEmpty();
  }

  private static long time(FileSystem files, Path file) throws IOException {
    try {
      return files.getFileStatus(file).getModificationTime();
    } catch (FileNotFoundException e) {
      return -1;
    }
  }

  private static String read(FileSystem files, Path file) throws IOException {
    try (InputStream in = files.open(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (FileNotFoundException e) {
      return "";
    }
  }

  private static String host() throws IOException {
    return InetAddress.getLocalHost().getHostName().replace(' ', '-');
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("prep was interrupted while it waited for its output folder", e);
    }
  }

  private static ClusterException refused(Path file, String who) {
    Path output = file.getParent();
    return new ClusterException(
        output + " is being written by " + who + ": wait for it, or set another prep.output");
  }
}
