package org.logoformer.prep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.clip.FrameFolder;

class ImageFilesTest {
  private static final int COUNT = 100;

  @TempDir java.nio.file.Path folder;
  private Distant distant;
  private List<FileStatus> images;

  @BeforeEach
  void images() throws IOException {
    for (int i = 0; i < COUNT; i++) {
      Files.writeString(folder.resolve(i + ".jpg"), "image " + i);
    }
    distant = new Distant(FileSystem.getLocal(new Configuration()));
    images = FrameFolder.list(distant, new Path(folder.toUri()));
  }

  @Test
  void comeInOrderAndSeveralAreReadAtOnce() throws Exception {
    try (ImageFiles files = new ImageFiles()) {
      files.begin(distant, images);
      for (int i = 0; i < COUNT; i++) {
        assertThat(text(files)).isEqualTo("image " + i);
      }
    }
    assertThat(distant.most.get()).isBetween(2, 8);
  }

  @Test
  void anotherClipBeginsWithItsOwn() throws Exception {
    try (ImageFiles files = new ImageFiles()) {
      files.begin(distant, images);
      assertThat(text(files)).isEqualTo("image 0");
      files.begin(distant, images.subList(50, 60));
      for (int i = 50; i < 60; i++) {
        assertThat(text(files)).isEqualTo("image " + i);
      }
    }
  }

  @Test
  void oneThatIsGoneFailsWhenItsTurnComes() throws Exception {
    Files.delete(folder.resolve("2.jpg"));
    try (ImageFiles files = new ImageFiles()) {
      files.begin(distant, images);
      assertThat(text(files)).isEqualTo("image 0");
      assertThat(text(files)).isEqualTo("image 1");
      assertThatThrownBy(files::next).isInstanceOf(FileNotFoundException.class);
    }
  }

  private static String text(ImageFiles files) throws Exception {
    return new String(files.next(), StandardCharsets.UTF_8);
  }

  /** Files that take a while to open. */
  private static final class Distant extends FilterFileSystem {
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    Distant(FileSystem files) {
      super(files);
    }

    @Override
    public FSDataInputStream open(Path path, int buffer) throws IOException {
      int readers = now.incrementAndGet();
      most.accumulateAndGet(readers, Math::max);
      try {
        Thread.sleep(2);
        return super.open(path, buffer);
      } catch (InterruptedException e) {
        throw new IOException(e);
      } finally {
        now.decrementAndGet();
      }
    }
  }
}
