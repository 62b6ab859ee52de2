package org.logoformer.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.error.ClusterException;
import org.logoformer.storage.FolderOwner.Work;

class FolderOwnerTest {
  private static final Duration SHORT = Duration.ofMillis(600);

  @TempDir Path folder;

  @Test
  void aFolderHasOneOwnerUntilItIsClosed() {
    try (FolderOwner owner = take()) {
      owner.require();
      assertThatThrownBy(this::take)
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("is being trained by process " + ProcessHandle.current().pid())
          .hasMessageContaining("another run.name");
    }
    assertThat(mark()).doesNotExist();
    take().close();
  }

  @Test
  void theMessageTellsWhatIsDoneWithTheFolder() {
    try (FolderOwner owner = FolderOwner.take(new Configuration(), path(), Work.PREPARED)) {
      owner.require();
      assertThatThrownBy(() -> FolderOwner.take(new Configuration(), path(), Work.PREPARED))
          .hasMessageContaining("is being written by process ")
          .hasMessageContaining("another prep.output");
    }
  }

  @Test
  void aProcessThatDiedHereLosesItAtOnce() throws Exception {
    Process process = new ProcessBuilder("sleep", "60").start();
    OwnerMark living = of(process.toHandle());
    Files.createDirectories(mark().getParent());
    Files.writeString(mark(), living.render(0));
    assertThatThrownBy(this::take)
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("process " + process.pid());
    process.destroyForcibly().waitFor();
    try (FolderOwner owner = take()) {
      owner.require();
    }
  }

  @Test
  void aNumberThatAnotherProcessHasNowIsNoOwner() throws IOException {
    OwnerMark self = OwnerMark.ofThisProcess(UUID.randomUUID());
    OwnerMark before =
        new OwnerMark(
            "t",
            self.machine(),
            ProcessHandle.current().parent().orElseThrow().pid(),
            "2001-01-01T00:00:00Z",
            "2001-01-01T00:00:00Z");
    Files.createDirectories(mark().getParent());
    Files.writeString(mark(), before.render(0));
    take().close();
  }

  @Test
  void aSilentMachineLosesItAndOneThatIsHeardKeepsIt() throws IOException {
    Files.createDirectories(mark().getParent());
    OwnerMark far = new OwnerMark("t", "far away", 7, "", "2001-01-01T00:00:00Z");
    Files.writeString(mark(), far.render(0));
    try (FolderOwner owner = FolderOwner.take(new Configuration(), path(), Work.TRAINED, SHORT)) {
      owner.require();
    }
    Files.writeString(mark(), far.render(1));
    Thread heart =
        new Thread(
            () -> {
              try {
                Thread.sleep(300);
                Files.writeString(mark(), far.render(2));
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    heart.start();
    assertThatThrownBy(
            () ->
                FolderOwner.take(new Configuration(), path(), Work.TRAINED, Duration.ofMinutes(1)))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("process 7 on far away");
  }

  @Test
  void halfAMarkIsOfAWriterThatDied() throws IOException {
    Files.createDirectories(mark().getParent());
    Files.writeString(mark(), "{\"tok");
    take().close();
  }

  @Test
  void whoWasTakenForDeadStopsAndTakesNothingBack() throws IOException {
    FolderOwner owner = take();
    OwnerMark other = new OwnerMark("t", "far away", 7, "", "2001-01-01T00:00:00Z");
    Files.writeString(mark(), other.render(0));
    assertThatThrownBy(owner::require)
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("Another process, which took this one for dead, has taken")
        .hasMessageContaining("(process 7 on far away since");
    owner.close();
    assertThat(mark()).content().contains("far away");
  }

  @Test
  void aFolderThatWasMovedAwayIsNotMadeAnew() throws IOException {
    FolderOwner owner = take();
    Files.move(folder.resolve("run"), folder.resolve("elsewhere"));
    assertThatThrownBy(owner::require)
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("was moved or deleted");
    assertThatCode(owner::close).doesNotThrowAnyException();
    assertThat(folder.resolve("run")).doesNotExist();
  }

  private static OwnerMark of(ProcessHandle process) {
    String started = process.info().startInstant().orElseThrow().toString();
    String machine = OwnerMark.ofThisProcess(UUID.randomUUID()).machine();
    return new OwnerMark("t", machine, process.pid(), started, "2001-01-01T00:00:00Z");
  }

  private FolderOwner take() {
    return FolderOwner.take(new Configuration(), path(), Work.TRAINED);
  }

  private org.apache.hadoop.fs.Path path() {
    return new org.apache.hadoop.fs.Path(folder.resolve("run").toUri());
  }

  private Path mark() {
    return folder.resolve("run/_owner.json");
  }
}
