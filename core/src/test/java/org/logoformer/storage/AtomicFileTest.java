package org.logoformer.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.Evidence;
import org.logoformer.Hdfs;
import org.logoformer.error.ClusterException;

class AtomicFileTest {
  private static final int SIZE = 100_000;
  private static final int REPLACEMENTS = 60;

  @TempDir File folder;

  @Test
  void readersOnALocalDiskSeeTheOldOrTheNewFile() throws Exception {
    readersSeeTheOldOrTheNew(local(), new Path(folder.toURI()), "a local disk");
  }

  @Test
  @Tag("cluster")
  void readersOnHdfsSeeTheOldOrTheNewFile() throws Exception {
    readersSeeTheOldOrTheNew(Hdfs.files(), new Path("/atomic"), "HDFS");
  }

  @Test
  @Tag("cluster")
  void aPathWithoutAHostIsOnTheDefaultFileSystem() throws IOException {
    Configuration hadoop = new Configuration(Hdfs.files().getConf());
    hadoop.set("fs.defaultFS", Hdfs.files().getUri().toString());
    for (String typed : new String[] {"hdfs:///typed/a", "/typed/b", "typed/c"}) {
      AtomicFile.write(hadoop, new Path(typed), out -> out.write(1));
      AtomicFile.write(hadoop, new Path(typed), out -> out.write(2));
      assertThat(AtomicFile.read(Hdfs.files(), SharedPaths.input(typed, hadoop)))
          .as(typed)
          .containsExactly(2);
    }
    assertThat(SharedPaths.otherwise(new Path("/etc/hostname"), hadoop))
        .contains("default file system, hdfs://", "file:///etc/hostname, which is there");
  }

  private static void readersSeeTheOldOrTheNew(FileSystem files, Path parent, String where)
      throws Exception {
    Path file = new Path(parent, "metrics.json");
    write(files, file, 0);
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Future<Integer> reader =
        thread.submit(
            () -> {
              int reads = 0;
              for (boolean last = false; !last; reads++) {
                last = done.get();
                requireWhole(files, file);
              }
              return reads;
            });
    for (int i = 1; i <= REPLACEMENTS; i++) {
      write(files, file, i);
    }
    done.set(true);
    int reads = reader.get();
    thread.shutdown();
    assertThat(files.listStatus(parent)).hasSize(1);
    new Evidence(
            12,
            "a reader beside the writer of a file on " + where,
            REPLACEMENTS + " replacements beside a polling reader",
            "every read whole",
            reads + " reads whole, the file never missing")
        .held();
  }

  @Test
  void aReaderWhoseFileIsReplacedReadsTheNewOne() throws IOException {
    Path file = new Path(folder.toURI().getPath(), "metrics.json");
    write(local(), file, 1);
    FileSystem losing =
        new FilterFileSystem(local()) {
          private boolean lost;

          @Override
          public FSDataInputStream open(Path path, int buffer) throws IOException {
            if (lost) {
              return super.open(path, buffer);
            }
            lost = true;
            write(fs, path, 2);
            fs.setTimes(path, fs.getFileStatus(path).getModificationTime() + 1_000, -1);
            throw new IOException("Blocklist has changed");
          }
        };
    assertThat(requireWhole(losing, file)).isEqualTo(2);
  }

  @Test
  void aFileThatCannotBeReadIsAnError() throws IOException {
    Path file = new Path(folder.toURI().getPath(), "metrics.json");
    write(local(), file, 1);
    FileSystem broken =
        new FilterFileSystem(local()) {
          @Override
          public FSDataInputStream open(Path path, int buffer) throws IOException {
            throw new IOException("no datanode has it");
          }
        };
    assertThatThrownBy(() -> AtomicFile.read(broken, file)).hasMessage("no datanode has it");
    assertThatThrownBy(() -> AtomicFile.read(local(), new Path(file.getParent(), "none")))
        .isInstanceOf(FileNotFoundException.class);
  }

  @Test
  void aFailedRenameLeavesTheFileThatWasThere() throws IOException {
    Path file = new Path(folder.toURI().getPath(), "metrics.json");
    write(local(), file, 1);
    FileSystem broken =
        new FilterFileSystem(local()) {
          @Override
          public boolean rename(Path from, Path to) throws IOException {
            throw new IOException("rename refused");
          }
        };
    assertThatThrownBy(() -> write(broken, file, 2))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("metrics.json")
        .hasMessageContaining("rename refused");
    assertThat(requireWhole(local(), file)).isEqualTo(1);
    assertThat(folder.list()).containsExactly("metrics.json");
    new Evidence(
            12,
            "a rename fails under a file",
            "rename throws",
            "content 2",
            "content 1, whole; the temporary file is gone; the error names the file")
        .held();
  }

  @Test
  void aWriterThatThrowsLeavesTheFileThatWasThere() throws IOException {
    Path file = new Path(folder.toURI().getPath(), "metrics.json");
    write(local(), file, 1);
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    local(),
                    file,
                    out -> {
                      out.write(7);
                      throw new IllegalStateException("half written");
                    }))
        .hasMessage("half written");
    assertThat(requireWhole(local(), file)).isEqualTo(1);
    assertThat(folder.list()).containsExactly("metrics.json");
  }

  private static void write(FileSystem files, Path file, int value) {
    byte[] bytes = new byte[SIZE];
    Arrays.fill(bytes, (byte) value);
    AtomicFile.write(files, file, out -> out.write(bytes));
  }

  /** The value that all bytes have. */
  private static int requireWhole(FileSystem files, Path file) throws IOException {
    byte[] bytes = AtomicFile.read(files, file);
    byte[] expected = new byte[SIZE];
    Arrays.fill(expected, bytes[0]);
    assertThat(bytes).isEqualTo(expected);
    return bytes[0];
  }

  private static FileSystem local() throws IOException {
    return FileSystem.getLocal(new Configuration()).getRawFileSystem();
  }
}
