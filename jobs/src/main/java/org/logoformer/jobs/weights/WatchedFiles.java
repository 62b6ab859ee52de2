package org.logoformer.jobs.weights;

import java.io.IOException;
import java.util.function.LongConsumer;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;

/** A file system that tells how many bytes are read from it; closing it closes nothing. */
final class WatchedFiles extends FilterFileSystem {
  private final LongConsumer read;

  /**
   * @param read is told of each read
   */
  WatchedFiles(FileSystem files, LongConsumer read) {
    super(files);
    this.read = read;
  }

  @Override
  public FSDataInputStream open(Path file, int bufferSize) throws IOException {
    return new FSDataInputStream(new Watched(super.open(file, bufferSize)));
  }

  @Override
  public void close() {}

  private final class Watched extends FSInputStream {
    private final FSDataInputStream in;

    Watched(FSDataInputStream in) {
      this.in = in;
    }

    private int told(int count) {
      if (count > 0) {
        read.accept(count);
      }
      return count;
    }

    @Override
    public int read() throws IOException {
      int next = in.read();
      told(next < 0 ? 0 : 1);
      return next;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      return told(in.read(into, from, length));
    }

    @Override
    public int read(long position, byte[] into, int from, int length) throws IOException {
      return told(in.read(position, into, from, length));
    }

    @Override
    public void seek(long position) throws IOException {
      in.seek(position);
    }

    @Override
    public long getPos() throws IOException {
      return in.getPos();
    }

    @Override
    public boolean seekToNewSource(long position) throws IOException {
      return in.seekToNewSource(position);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
