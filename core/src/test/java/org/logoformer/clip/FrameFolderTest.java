package org.logoformer.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
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

    FileStatus listed = FrameFolder.list(files, frame.getParent()).get(0);
    for (FileStatus status : List.of(files.getFileStatus(frame), listed)) {
      assertThatThrownBy(() -> FrameFolder.read(files, status))
          .isInstanceOf(ImageRefusedException.class)
          .hasMessageContaining("corrupt")
          .hasMessageContaining("delete .1.jpg.crc");
    }
  }

  @Test
  void aMissingFolderIsAnError() throws Exception {
    FileSystem files = FileSystem.getLocal(new Configuration());

    assertThatThrownBy(() -> FrameFolder.list(files, new Path(folder.toUri() + "/none")))
        .isInstanceOf(FileNotFoundException.class);
  }

  @Test
  void filesOfTheDiskAreThoseThatHadoopSees() throws Exception {
    for (String name : new String[] {"a 1.jpg", "ä%20.png", ".hidden.jpg", "2.jpg", "x.crc"}) {
      Files.writeString(folder.resolve(name), name);
    }
    Files.createSymbolicLink(folder.resolve("3.jpg"), folder.resolve("2.jpg"));
    Files.createSymbolicLink(folder.resolve("4.jpg"), folder.resolve("none.jpg"));
    FileSystem files = FileSystem.getLocal(new Configuration());
    FileSystem hadoop = new FilterFileSystem(files);
    Path path = new Path(folder.toUri());

    List<FileStatus> frames = FrameFolder.list(files, path);

    assertThat(frames).hasSize(4);
    List<FileStatus> others = FrameFolder.list(hadoop, path);
    for (int i = 0; i < frames.size(); i++) {
      assertThat(frames.get(i).getPath()).isEqualTo(others.get(i).getPath());
      assertThat(frames.get(i).getLen()).isEqualTo(others.get(i).getLen());
      assertThat(FrameFolder.read(files, frames.get(i)))
          .isEqualTo(FrameFolder.read(hadoop, others.get(i)));
    }
  }

  @Test
  void aFileThatHasBecomeShorterIsAnError() throws Exception {
    Files.write(folder.resolve("1.jpg"), new byte[100]);
    FileSystem files = FileSystem.getLocal(new Configuration());
    FileStatus frame = FrameFolder.list(files, new Path(folder.toUri())).get(0);
    Files.write(folder.resolve("1.jpg"), new byte[99]);

    assertThatThrownBy(() -> FrameFolder.read(files, frame))
        .isInstanceOf(EOFException.class)
        .hasMessageContaining("99 of 100");
  }
}
