package org.logoformer.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.OutputStream;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameFolderTest {
  @TempDir java.nio.file.Path folder;

  @Test
  void imagesAreListedInNaturalOrderAndOtherFilesAreNot() throws Exception {
    for (String name : new String[] {"10.jpg", "9.JPG", "1.png", "notes.txt", "Thumbs.db"}) {
      Files.write(folder.resolve(name), new byte[] {1, 2});
    }
    Files.createDirectory(folder.resolve("2.jpg"));
    FileSystem files = FileSystem.getLocal(new Configuration());

    assertThat(FrameFolder.list(files, new Path(folder.toUri())))
        .extracting(f -> f.getPath().getName())
        .containsExactly("1.png", "9.JPG", "10.jpg");
  }

  @Test
  void aChangeBesideItsHiddenChecksumSaysWhatToDo() throws Exception {
    FileSystem files = FileSystem.getLocal(new Configuration());
    Path frame = new Path(folder.resolve("1.jpg").toUri());
    try (OutputStream out = files.create(frame)) {
      out.write(new byte[] {1, 2, 3});
    }
    Files.write(folder.resolve("1.jpg"), new byte[] {1, 2, 4});

    assertThatThrownBy(() -> FrameFolder.read(files, files.getFileStatus(frame)))
        .isInstanceOf(ImageRefusedException.class)
        .hasMessageContaining("corrupt")
        .hasMessageContaining("delete .1.jpg.crc");
  }

  @Test
  void aMissingFolderIsAnError() throws Exception {
    FileSystem files = FileSystem.getLocal(new Configuration());

    assertThatThrownBy(() -> FrameFolder.list(files, new Path(folder.toUri() + "/none")))
        .isInstanceOf(FileNotFoundException.class);
  }
}
