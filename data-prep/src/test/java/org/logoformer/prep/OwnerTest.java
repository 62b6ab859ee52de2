package org.logoformer.prep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.error.ClusterException;

class OwnerTest {
  private static final Duration BEAT = Duration.ofMillis(200);

  @TempDir java.nio.file.Path output;
  private FileSystem files;
  private Path file;

  @BeforeEach
  void storage() throws Exception {
    files = FileSystem.getLocal(new Configuration());
    file = new Path(output.resolve("_owner").toUri());
  }

  @Test
  void aSecondOneIsRefusedWhileTheFirstLives() throws Exception {
    try (Owner first = Owner.of(files, file, BEAT)) {
      assertThatThrownBy(() -> Owner.of(files, file, BEAT))
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("is being written by another prep (process ")
          .hasMessageContaining("another prep.output");
      first.require();
    }
    Owner.of(files, file, BEAT).close();
    assertThat(output).isEmptyDirectory();
  }

  @Test
  void whatADeadProcessOfThisMachineHasLeftIsTakenAtOnce() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    try (Owner owner = Owner.of(files, file, BEAT)) {
      String mine = Files.readString(output.resolve("_owner"));
      owner.close();
      write(mine.replace(" " + ProcessHandle.current().pid() + " ", " " + gone.pid() + " "));
    }
    long start = System.nanoTime();

    Owner.of(files, file, Duration.ofSeconds(1)).close();

    // One beat, to see whether another took it too; waiting for a sign of life takes seven.
    assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
  }

  @Test
  void whatADeadProcessOfAnotherMachineHasLeftIsTakenAfterAWhile() throws Exception {
    write("elsewhere 1 x");

    try (Owner owner = Owner.of(files, file, BEAT)) {
      owner.require();
      assertThat(output.resolve("_owner")).content().doesNotContain("elsewhere");
    }
  }

  @Test
  void whoWasTakenForDeadNotices() throws Exception {
    try (Owner owner = Owner.of(files, file, BEAT)) {
      write("elsewhere 1 x");
      Thread.sleep(5 * BEAT.toMillis());

      assertThatThrownBy(owner::require)
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("took this one for dead");
    }
    assertThat(output.resolve("_owner")).content().startsWith("elsewhere");
  }

  private void write(String owner) throws Exception {
    Files.deleteIfExists(output.resolve("._owner.crc"));
    Files.writeString(output.resolve("_owner"), owner);
  }
}
