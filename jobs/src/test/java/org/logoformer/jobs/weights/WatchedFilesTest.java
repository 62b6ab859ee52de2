package org.logoformer.jobs.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFilesTest {
  @TempDir Path folder;

  @Test
  void tellsEveryByteThatIsReadHoweverItIsRead() throws IOException {
    byte[] content = new byte[10_000];
    Files.write(folder.resolve("f"), content);
    AtomicLong read = new AtomicLong();
    FileSystem files =
        new WatchedFiles(
            FileSystem.getLocal(new Configuration()).getRawFileSystem(), read::addAndGet);
    try (FSDataInputStream in = files.open(new org.apache.hadoop.fs.Path(folder + "/f"))) {
      assertThat(in.read()).isZero();
      assertThat(read).hasValue(1);
      in.readFully(5000, new byte[2000]);
      assertThat(read).hasValue(2001);
      in.seek(9000);
      assertThat(in.readAllBytes()).hasSize(1000);
      assertThat(read).hasValue(3001);
      assertThat(in.read()).isEqualTo(-1);
    }
    assertThat(read).hasValue(3001);
  }
}
