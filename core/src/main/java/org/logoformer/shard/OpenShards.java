package org.logoformer.shard;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.IOUtils;
import org.logoformer.storage.DiskFailure;

/**
 * Streams of the shards read last, up to a bound. A stream that is being read is not closed; while
 * more threads read than the bound allows, it is exceeded by theirs. A stream that failed is not
 * used again: HDFS's remember the DataNodes that did not answer and never ask them once more.
 */
final class OpenShards implements Closeable {
  /** More than threads may be interrupted while one of them reads a run of frames. */
  private static final int ATTEMPTS = 1000;

  private static final class Lease {
    final FSDataInputStream in;
    int readers;
    boolean broken;

    Lease(FSDataInputStream in) {
      this.in = in;
    }
  }

  private final FileSystem files;
  private final Path folder;
  private final int bound;
  private final Map<String, Lease> open = new LinkedHashMap<>(16, 0.75f, true);

  OpenShards(FileSystem files, Path folder, int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("open-shards must be positive, is " + bound);
    }
    // Every frame has a checksum of its own; Hadoop's would open the file anew for each read.
    this.files =
        files.getClass() == LocalFileSystem.class ? ((LocalFileSystem) files).getRaw() : files;
    this.folder = folder;
    this.bound = bound;
  }

  /** Reads at a position, which several threads may do at once. */
  void read(Shard shard, long position, byte[] into, int at, int length) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        readOnce(shard, position, into, at, length);
        return;
      } catch (ClosedChannelException e) {
        // Another thread was interrupted while it read, which closes a local file under all of
        // them: as often as threads are, it is opened anew.
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
        if (attempt == ATTEMPTS) {
          throw new IOException(
              shard.file() + " was closed " + ATTEMPTS + " times while it was read", e);
        }
      }
    }
  }

  private void readOnce(Shard shard, long position, byte[] into, int at, int length)
      throws IOException {
    Lease lease = acquire(shard);
    boolean sound = false;
    try {
      lease.in.readFully(position, into, at, length);
      sound = true;
    } catch (FSError e) {
      throw DiskFailure.of(e);
    } finally {
      release(shard, lease, sound);
    }
  }

  private synchronized Lease acquire(Shard shard) throws IOException {
    Lease lease = open.get(shard.file());
    if (lease == null) {
      makeRoom();
      lease = new Lease(files.open(new Path(folder, shard.file())));
      open.put(shard.file(), lease);
    }
    lease.readers++;
    return lease;
  }

  private synchronized void release(Shard shard, Lease lease, boolean sound) {
    lease.readers--;
    lease.broken |= !sound;
    if (lease.broken) {
      open.remove(shard.file(), lease);
      if (lease.readers == 0) {
        IOUtils.closeStream(lease.in);
      }
    }
  }

  private void makeRoom() throws IOException {
    Iterator<Lease> oldest = open.values().iterator();
    while (open.size() >= bound && oldest.hasNext()) {
      Lease lease = oldest.next();
      if (lease.readers == 0) {
        oldest.remove();
        lease.in.close();
      }
    }
  }

  synchronized int size() {
    return open.size();
  }

  @Override
  public synchronized void close() throws IOException {
    List<Lease> leases = new ArrayList<>(open.values());
    open.clear();
    for (Lease lease : leases) {
      lease.in.close();
    }
  }
}
