package org.logoformer.prep;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.logoformer.clip.FrameFolder;
import org.logoformer.clip.ImageRefusedException;

/**
 * The bytes of one image file after the other. Those of a remote file system are read ahead,
 * several at once: each costs a trip to the NameNode and one to a DataNode, whatever its size.
 */
final class ImageFiles implements AutoCloseable {
  private static final int READERS = 8;
  private static final int FILES_AHEAD = 3 * READERS;
  private static final long BYTES_AHEAD = 1L << 25;

  private record Read(long bytes, Future<byte[]> content) {}

  private final Queue<Read> ahead = new ArrayDeque<>();
  private ExecutorService readers;
  private FileSystem files;
  private Iterator<FileStatus> images = List.<FileStatus>of().iterator();
  private long bytesAhead;

  /** Begins with the files of a clip; what is left of those before is dropped. */
  void begin(FileSystem from, List<FileStatus> frames) {
    drop();
    files = from;
    images = frames.iterator();
  }

  /**
   * The next one.
   *
   * @throws IOException if the storage does not answer
   * @throws ImageRefusedException as of {@link FrameFolder#read}
   */
  byte[] next() throws IOException, ImageRefusedException {
    if (files instanceof LocalFileSystem) {
      return FrameFolder.read(files, images.next());
    }
    fill();
    Read first = ahead.remove();
    bytesAhead -= first.bytes;
    try {
      return first.content.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while an image is being read");
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    }
  }

  private void fill() {
    if (readers == null) {
      readers = Executors.newFixedThreadPool(READERS, ImageFiles::daemon);
    }
    while (images.hasNext()
        && (ahead.isEmpty() || (ahead.size() < FILES_AHEAD && bytesAhead < BYTES_AHEAD))) {
      FileStatus image = images.next();
      FileSystem from = files;
      ahead.add(new Read(image.getLen(), readers.submit(() -> FrameFolder.read(from, image))));
      bytesAhead += image.getLen();
    }
  }

  private void drop() {
    ahead.forEach(read -> read.content.cancel(false));
    ahead.clear();
    bytesAhead = 0;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "logo-images");
    thread.setDaemon(true);
    return thread;
  }

  private static IOException rethrown(Throwable cause) throws IOException, ImageRefusedException {
    if (cause instanceof ImageRefusedException refused) {
      throw refused;
    }
    if (cause instanceof IOException broken) {
      throw broken;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return new IOException("cannot read an image: " + cause, cause);
  }

  @Override
  public void close() {
    drop();
    if (readers != null) {
      readers.shutdown();
    }
  }
}
