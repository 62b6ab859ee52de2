package org.logoformer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.Evidence;
import org.logoformer.error.ClusterException;
import org.logoformer.error.DataException;

class CheckpointStoreTest {
  @TempDir java.nio.file.Path folder;
  private FileSystem local;
  private CheckpointStore store;

  @BeforeEach
  void open() throws IOException {
    local = FileSystem.getLocal(new Configuration());
    store = store(local, Retention.ALL);
  }

  @Test
  void whatIsWrittenReadsBackWhole() {
    store.write(Checkpoints.scored(3, 0.25));
    assertThat(store.newest()).contains(Checkpoints.scored(3, 0.25));
  }

  @Test
  void theNewestIsFoundByEpochThenRound() {
    for (int epoch : List.of(999, 2, 1000, 10)) {
      store.write(Checkpoints.ofEpoch(epoch));
    }
    assertThat(store.newest()).contains(Checkpoints.ofEpoch(1000));
    assertThat(store.committed()).extracting(CheckpointId::epoch).containsExactly(2, 10, 999, 1000);
  }

  @Test
  void nothingYetIsEmpty() {
    assertThat(store.newest()).isEmpty();
    assertThat(store.best()).isEmpty();
    assertThat(store.committed()).isEmpty();
  }

  @Test
  void theFilesAreWhereTheDesignSays() throws IOException {
    store.write(Checkpoints.ofEpoch(12));
    try (Stream<java.nio.file.Path> files = Files.list(at("epoch-012-round-0288"))) {
      assertThat(files.map(f -> f.getFileName().toString()).filter(f -> !f.startsWith(".")))
          .containsExactlyInAnyOrder(
              "params.safetensors",
              "momentum.safetensors",
              "outer.safetensors",
              "state.json",
              "_SUCCESS");
    }
    assertThat(at("latest")).hasContent("epoch-012-round-0288");
  }

  @Test
  void latestIsOnlyAHint() throws IOException {
    store.write(Checkpoints.ofEpoch(1));
    store.write(Checkpoints.ofEpoch(2));
    Files.writeString(at("latest"), "epoch-777-round-0001");
    assertThat(store.newest()).contains(Checkpoints.ofEpoch(2));
    Files.delete(at("latest"));
    assertThat(store.newest()).contains(Checkpoints.ofEpoch(2));
  }

  @Test
  void whatIsCommittedIsNeverChanged() {
    store.write(Checkpoints.ofEpoch(1));
    store.write(Checkpoints.scored(1, 0.5));
    assertThat(store.newest()).contains(Checkpoints.ofEpoch(1));
    assertThat(store.committed()).hasSize(1);
  }

  @Test
  void aScoreMayBeMeasuredAfterTheCommitAndDecidesWhatIsKept() {
    CheckpointStore keeping = store(local, new Retention(1, 1));
    double[] uar = {0.1, 0.7, 0.2};
    for (int epoch = 0; epoch < uar.length; epoch++) {
      keeping.write(Checkpoints.ofEpoch(epoch));
      keeping.score(new CheckpointId(epoch, 24 * epoch), uar[epoch]);
    }
    assertThat(keeping.best()).contains(Checkpoints.scored(1, 0.7));
    assertThat(keeping.newest()).contains(Checkpoints.scored(2, 0.2));
    assertThat(keeping.committed()).extracting(CheckpointId::epoch).containsExactly(1, 2);
  }

  @Test
  void theLastAndTheBestAreKept() {
    CheckpointStore keeping = store(local, new Retention(2, 1));
    double[] uar = {0.1, 0.7, 0.7, 0.2, 0.3, 0.4};
    for (int epoch = 0; epoch < uar.length; epoch++) {
      keeping.write(Checkpoints.scored(epoch, uar[epoch]));
    }
    assertThat(keeping.committed()).extracting(CheckpointId::epoch).containsExactly(2, 4, 5);
    assertThat(keeping.best()).contains(Checkpoints.scored(2, 0.7));
  }

  @Test
  void theBestIsAmongThoseWithAScore() {
    store.write(Checkpoints.scored(1, 0.3));
    store.write(Checkpoints.ofEpoch(2));
    assertThat(store.best()).contains(Checkpoints.scored(1, 0.3));
  }

  @Test
  void aKillAtAnyPointLeavesTheOldOrTheNewCheckpointWhole() {
    Retention retention = new Retention(1, 0);
    boolean survived = false;
    int dead = -1;
    for (int calls = 0; !survived; calls++) {
      assertThat(calls).as("a write needs that many calls").isLessThan(200);
      CheckpointStore sane = store(local, retention, "run" + calls);
      sane.write(Checkpoints.ofEpoch(1));
      DyingFileSystem dying = new DyingFileSystem(local, calls);
      boolean committed = false;
      try {
        store(dying, retention, "run" + calls).write(Checkpoints.ofEpoch(2));
        committed = true;
      } catch (ClusterException e) {
        assertThat(e).hasMessageContaining("epoch-002").hasMessageContaining("killed in");
      }
      survived = !dying.isDead();
      dead++;

      Checkpoint newest = sane.newest().orElseThrow();
      if (committed) {
        assertThat(newest).isEqualTo(Checkpoints.ofEpoch(2));
      } else {
        assertThat(newest).isIn(Checkpoints.ofEpoch(1), Checkpoints.ofEpoch(2));
      }
      // The restarted run writes it again, and nothing of the killed one stays.
      sane.write(Checkpoints.ofEpoch(2));
      assertThat(sane.newest()).contains(Checkpoints.ofEpoch(2));
      assertThat(list("run" + calls)).containsExactlyInAnyOrder("epoch-002-round-0048", "latest");
    }
    new Evidence(
            12,
            "the writer of a checkpoint dies",
            "death at each of its %d changing calls; a dying write leaves half".formatted(dead),
            "checkpoint 2",
            "checkpoint 1 or 2, whole, each time; 2 and nothing else after another write")
        .held();
  }

  @Test
  void aFailedPurgeDoesNotStopTraining() {
    // The calls of a write up to its commitment, counted with a store that purges nothing.
    int calls = 0;
    while (!commits(calls)) {
      calls++;
    }
    CheckpointStore sane = store(local, new Retention(1, 0), "purge");
    sane.write(Checkpoints.ofEpoch(1));
    store(new DyingFileSystem(local, calls), new Retention(1, 0), "purge")
        .write(Checkpoints.ofEpoch(2));
    assertThat(sane.committed()).hasSize(2);
    sane.write(Checkpoints.ofEpoch(3));
    assertThat(sane.committed()).hasSize(1);
    new Evidence(
            13,
            "a purge of old checkpoints fails",
            "every call after the marker fails",
            "committed 2",
            "committed 1, 2, no error; purged with the next checkpoint")
        .held();
  }

  @Test
  void aRenameThatFailsLeavesTheCheckpointBefore() {
    store.write(Checkpoints.ofEpoch(1));
    FileSystem broken =
        new FilterFileSystem(local) {
          @Override
          public boolean rename(Path from, Path to) {
            return false;
          }
        };
    assertThatThrownBy(() -> store(broken, Retention.ALL).write(Checkpoints.ofEpoch(2)))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("epoch-002")
        .hasMessageContaining("cannot rename");
    assertThat(store.newest()).contains(Checkpoints.ofEpoch(1));
    new Evidence(
            12,
            "a rename fails under a checkpoint",
            "rename returns false",
            "checkpoint 2",
            "checkpoint 1, whole; the error names epoch-002")
        .held();
  }

  private boolean commits(int calls) {
    try {
      store(new DyingFileSystem(local, calls), Retention.ALL, "count" + calls)
          .write(Checkpoints.ofEpoch(2));
      return true;
    } catch (ClusterException e) {
      return false;
    }
  }

  @Test
  void aFlippedBitIsFoundAndNamed() throws IOException {
    store.write(Checkpoints.ofEpoch(1));
    java.nio.file.Path file = at("epoch-001-round-0024/params.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    deleteLocalChecksums(file);
    assertThatThrownBy(store::newest)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("params.safetensors has CRC")
        .hasMessageContaining("go on from the one before");
  }

  @Test
  void aTruncatedFileIsFoundAndNamed() throws IOException {
    store.write(Checkpoints.ofEpoch(1));
    java.nio.file.Path file = at("epoch-001-round-0024/momentum.safetensors");
    Files.write(file, new byte[10]);
    deleteLocalChecksums(file);
    assertThatThrownBy(store::newest)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("momentum.safetensors has 10 bytes");
  }

  @Test
  void aMissingFileIsFoundAndNamed() throws IOException {
    store.write(Checkpoints.ofEpoch(1));
    Files.delete(at("epoch-001-round-0024/outer.safetensors"));
    assertThatThrownBy(store::newest)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("outer.safetensors")
        .hasMessageContaining("Delete that checkpoint's folder");
  }

  @Test
  void aCheckpointOfFormatVersionOneLoads() throws Exception {
    // Written by the release that introduced the format; never to be regenerated.
    java.nio.file.Path fold =
        java.nio.file.Path.of(getClass().getResource("/checkpoints/version-1").toURI());
    CheckpointStore released = new CheckpointStore(local, new Path(fold.toUri()), Retention.ALL);
    assertThat(released.newest()).contains(Checkpoints.scored(3, 0.25));
    new Evidence(
            14,
            "the files of format version 1",
            "read by the present version",
            "three safetensors and a state, as they were written",
            "the same, every CRC right")
        .held();
  }

  @Test
  void aLaterFormatIsRefused() throws IOException {
    changeState("\"version\" : 1", "\"version\" : 2");
    assertThatThrownBy(store::newest)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("format version 2")
        .hasMessageContaining("newer");
  }

  @Test
  void aRenamedFolderIsRefused() throws IOException {
    changeState("\"epoch\" : 1", "\"epoch\" : 5");
    assertThatThrownBy(store::newest)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("renamed");
  }

  @Test
  void aStateThatIsNoJsonIsRefused() throws IOException {
    changeState("{", "(");
    assertThatThrownBy(store::newest)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no legal JSON");
  }

  @Test
  void askingForWhatIsNotThereNamesWhatIs() {
    store.write(Checkpoints.ofEpoch(1));
    assertThatThrownBy(() -> store.read(new CheckpointId(2, 48)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("epoch-002-round-0048")
        .hasMessageContaining("epoch-001-round-0024");
  }

  private void changeState(String from, String to) throws IOException {
    store.write(Checkpoints.ofEpoch(1));
    java.nio.file.Path file = at("epoch-001-round-0024/state.json");
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.write(file, text.replace(from, to).getBytes(StandardCharsets.UTF_8));
    deleteLocalChecksums(file);
  }

  /** Hadoop keeps its own sums beside files of the local file system; ours must do without. */
  private static void deleteLocalChecksums(java.nio.file.Path file) throws IOException {
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
  }

  private CheckpointStore store(FileSystem fileSystem, Retention retention) {
    return store(fileSystem, retention, "fold-1");
  }

  private CheckpointStore store(FileSystem fileSystem, Retention retention, String fold) {
    return new CheckpointStore(fileSystem, new Path(folder.resolve(fold).toUri()), retention);
  }

  private java.nio.file.Path at(String name) {
    return folder.resolve("fold-1/ckpt").resolve(name);
  }

  private List<String> list(String fold) {
    try (Stream<java.nio.file.Path> files = Files.list(folder.resolve(fold).resolve("ckpt"))) {
      return files.map(f -> f.getFileName().toString()).filter(f -> !f.endsWith(".crc")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
