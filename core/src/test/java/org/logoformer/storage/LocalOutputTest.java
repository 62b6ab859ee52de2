package org.logoformer.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalOutputTest {
  @TempDir private java.nio.file.Path temporary;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 511, 512, 513, 1024, 200_000})
  void filesAndTheirChecksumsAreThoseThatHadoopWrites(int length) throws IOException {
    LocalFileSystem files = FileSystem.getLocal(new Configuration());
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);

    try (OutputStream out = files.create(path("hadoop/a"), true)) {
      out.write(content);
    }
    try (OutputStream out = NewFile.create(files, path("here/a"))) {
      write(out, content);
    }

    assertThat(temporary.resolve("here/a")).hasBinaryContent(content);
    assertThat(temporary.resolve("here/.a.crc"))
        .hasBinaryContent(Files.readAllBytes(temporary.resolve("hadoop/.a.crc")));
    try (InputStream in = files.open(path("here/a"))) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
    for (String name : new String[] {"a", ".a.crc"}) {
      assertThat(Files.getPosixFilePermissions(temporary.resolve("here").resolve(name)))
          .isEqualTo(Files.getPosixFilePermissions(temporary.resolve("hadoop").resolve(name)));
    }
  }

  @Test
  void aFlippedBitIsFoundByHadoop() throws IOException {
    LocalFileSystem files = FileSystem.getLocal(new Configuration());
    try (OutputStream out = NewFile.create(files, path("a"))) {
      out.write(new byte[3000]);
    }
    byte[] flipped = new byte[3000];
    flipped[2999] = 1;
    Files.write(temporary.resolve("a"), flipped);

    try (InputStream in = files.open(path("a"))) {
      assertThatThrownBy(in::readAllBytes).isInstanceOf(ChecksumException.class);
    }
  }

  @Test
  void permissionsFollowTheUmaskOfTheConfiguration() throws IOException {
    Configuration strict = new Configuration();
    strict.set("fs.permissions.umask-mode", "077");
    FileSystem files = FileSystem.newInstance(path("").toUri(), strict);
    NewFile.create(files, path("secret")).close();

    NewFile.folder(files, path("folder/below"));

    assertThat(files.getFileStatus(path("secret")).getPermission())
        .isEqualTo(new FsPermission((short) 0600));
    assertThat(files.getFileStatus(path("folder/below")).getPermission())
        .isEqualTo(new FsPermission((short) 0700));
  }

  @Test
  void aFolderThatIsThereStaysAsItIsAndAFileInItsPlaceIsAnError() throws IOException {
    FileSystem files = FileSystem.getLocal(new Configuration());
    FsPermission open = new FsPermission((short) 0777);
    NewFile.folder(files, path("a"));
    files.setPermission(path("a"), open);
    NewFile.folder(files, path("a"));
    NewFile.create(files, path("b")).close();

    assertThat(files.getFileStatus(path("a")).getPermission()).isEqualTo(open);
    assertThatThrownBy(() -> NewFile.folder(files, path("b"))).isInstanceOf(IOException.class);
  }

  @Test
  void withoutChecksumsThereIsNoFileForThem() throws IOException {
    FileSystem files = AtomicFile.unchecked(FileSystem.getLocal(new Configuration()));
    try (OutputStream out = NewFile.create(files, path("plain/a"))) {
      write(out, new byte[100_000]);
    }

    assertThat(temporary.resolve("plain/a")).hasSize(100_000);
    assertThat(temporary.resolve("plain/.a.crc")).doesNotExist();
  }

  // One byte, then pieces of odd lengths.
  private static void write(OutputStream out, byte[] content) throws IOException {
    if (content.length > 0) {
      out.write(content[0]);
    }
    for (int at = 1, some = 7; at < content.length; at += some, some = some * 5 % 70_001) {
      int end = Math.min(content.length, at + some);
      out.write(Arrays.copyOfRange(content, at, end));
    }
  }

  private Path path(String name) {
    return new Path(temporary.resolve(name).toUri());
  }
}
