package org.logoformer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.error.ClusterException;

/** Storage that fails, writers that meet, and folders of earlier versions. */
class CheckpointStoreFaultsTest {
  @TempDir java.nio.file.Path folder;
  private FileSystem local;
  private CheckpointStore store;

  @BeforeEach
  void open() throws IOException {
    local = FileSystem.getLocal(new Configuration());
    store = store(local, Retention.ALL);
  }

  @Test
  void otherNumbersUnderTheSameNameAreAnError() {
    store.write(Checkpoints.ofEpoch(1));
    Checkpoint other = Checkpoints.ofEpoch(2);
    Checkpoint clash =
        new Checkpoint(
            new CheckpointId(1, 24),
            other.score(),
            other.params(),
            other.momentum(),
            other.outer(),
            other.state());
    assertThatThrownBy(() -> store.write(clash))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("epoch-001-round-0024")
        .hasMessageContaining("another driver");
    assertThat(store.newest()).contains(Checkpoints.ofEpoch(1));
  }

  @Test
  void theSameNumbersUnderAnotherHeaderAreTheSameCheckpoint() {
    Checkpoint plain = Checkpoints.ofEpoch(1);
    Checkpoint told =
        new Checkpoint(
            plain.id(),
            plain.score(),
            Map.of("model.name", "logo-former", "model.frames", "16"),
            plain.params(),
            plain.momentum(),
            plain.outer(),
            plain.state());
    store.write(told);
    store.write(plain);
    assertThat(store.newest()).contains(told);
  }

  @Test
  void foldersAreNamedSoThatNoReaderMakesColumnsOfThem() throws IOException {
    store.write(Checkpoints.ofEpoch(1));
    assertThat(list()).containsExactlyInAnyOrder("epoch-001-round-0024", "latest");
  }

  @Test
  void aRunOfTheFormerFolderNamesGoesOnAndIsCleaned() throws IOException {
    store.write(Checkpoints.ofEpoch(1));
    Files.move(at("epoch-001-round-0024"), at("epoch=001-round=0024"));
    assertThat(store.newest()).contains(Checkpoints.ofEpoch(1));
    store.write(Checkpoints.ofEpoch(1));
    assertThat(store.committed()).hasSize(1);
    store.score(new CheckpointId(1, 24), 0.5);
    assertThat(store.best()).contains(Checkpoints.scored(1, 0.5));
    assertThat(list()).containsExactlyInAnyOrder("epoch=001-round=0024", "latest");
    store(local, new Retention(1, 0)).write(Checkpoints.ofEpoch(2));
    assertThat(list()).containsExactlyInAnyOrder("epoch-002-round-0048", "latest");
  }

  @Test
  void storageThatDoesNotAnswerIsNoDamage() {
    store.write(Checkpoints.ofEpoch(1));
    FileSystem silent =
        new FilterFileSystem(local) {
          @Override
          public FSDataInputStream open(Path file, int bufferSize) throws IOException {
            throw new ConnectException("Connection refused");
          }
        };
    assertThatThrownBy(store(silent, Retention.ALL)::newest)
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("epoch-001-round-0024")
        .hasMessageContaining("Connection refused");
  }

  @Test
  void aDiskThatIsFullIsToldInOneMessage() throws IOException {
    Files.createDirectories(at(".writing-epoch-001-round-0024").getParent());
    FileSystem full =
        new FilterFileSystem(FileSystem.getLocal(new Configuration()).getRawFileSystem()) {
          @Override
          public boolean mkdirs(Path path) throws IOException {
            boolean made = super.mkdirs(path);
            java.nio.file.Path file = java.nio.file.Path.of(path.toUri().getPath());
            Files.createSymbolicLink(
                file.resolve("params.safetensors"), java.nio.file.Path.of("/dev/full"));
            return made;
          }
        };
    assertThatThrownBy(() -> store(full, Retention.ALL).write(Checkpoints.ofEpoch(1)))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("No space left on device")
        .hasMessageContaining("Mend the storage");
    assertThat(store.newest()).isEmpty();
  }

  private CheckpointStore store(FileSystem fileSystem, Retention retention) {
    return new CheckpointStore(fileSystem, new Path(folder.resolve("fold-1").toUri()), retention);
  }

  private java.nio.file.Path at(String name) {
    return folder.resolve("fold-1/ckpt").resolve(name);
  }

  private List<String> list() throws IOException {
    try (Stream<java.nio.file.Path> files = Files.list(at("latest").getParent())) {
      return files.map(f -> f.getFileName().toString()).filter(f -> !f.endsWith(".crc")).toList();
    }
  }
}
