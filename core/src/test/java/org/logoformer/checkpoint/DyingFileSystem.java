package org.logoformer.checkpoint;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Fails at one of its changing calls (create, write, close, rename, delete, mkdirs) and at all that
 * follow, as if the process had been killed there. A failing write leaves half its bytes behind.
 */
class DyingFileSystem extends FilterFileSystem {
  private int left;

  DyingFileSystem(FileSystem fileSystem, int callsThatSucceed) {
    super(fileSystem);
    left = callsThatSucceed;
  }

  boolean isDead() {
    return left < 0;
  }

  /** Before each changing call. */
  void change(String call) throws IOException {
    if (--left < 0) {
      left = -1;
      throw new IOException("killed in " + call);
    }
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    change("create");
    OutputStream out =
        super.create(file, permission, overwrite, bufferSize, replication, blockSize, progress);
    return new FSDataOutputStream(
        new FilterOutputStream(out) {
          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
              change("write");
            } catch (IOException e) {
              out.write(bytes, offset, length / 2);
              throw e;
            }
            out.write(bytes, offset, length);
          }

          @Override
          public void close() throws IOException {
            out.close();
            change("close");
          }
        },
        null);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    change("rename");
    return super.rename(from, to);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    change("delete");
    return super.delete(path, recursive);
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) throws IOException {
    change("mkdirs");
    return super.mkdirs(path, permission);
  }

  @Override
  public boolean mkdirs(Path path) throws IOException {
    change("mkdirs");
    return super.mkdirs(path);
  }
}
