package org.logoformer.video;

import java.io.IOException;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.logoformer.clip.ImageRefusedException;
import org.logoformer.storage.DiskFailure;

/** A file on any of Hadoop's file systems. */
final class StoredSource implements Source {
  private final String name;
  private final long length;
  private final FSDataInputStream in;

  StoredSource(FileSystem files, FileStatus video) throws IOException {
    this.name = video.getPath().getName();
    this.length = video.getLen();
    this.in = files.open(video.getPath());
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public int read(long at, byte[] to) throws IOException, ImageRefusedException {
    if (at >= length) {
      return -1;
    }
    try {
      // Mostly where the last read ended: then this costs nothing.
      in.seek(at);
      return in.read(to, 0, (int) Math.min(to.length, length - at));
    } catch (ChecksumException e) {
      throw new ImageRefusedException(
          ImageRefusedException.Reason.CORRUPT, org.logoformer.error.Reason.ofChecksum(name), e);
    } catch (FSError e) {
      throw DiskFailure.of(e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
