package org.logoformer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.error.ConfigException;

/** {@code include} in a configuration file. */
class IncludesTest {
  @TempDir Path folder;

  @Test
  void liesBesideTheIncludingFileAlsoIfThatIsABareName() throws IOException {
    // A bare name is one without a folder: this test runs in the module's.
    Path bare = Path.of("bare-include-test.conf");
    Path other = Path.of("bare-included-test.conf");
    try {
      Files.writeString(other, "train.epochs = 7");
      Files.writeString(bare, "include \"bare-included-test.conf\"");
      assertThat(load(bare).train().epochs()).isEqualTo(7);
    } finally {
      Files.delete(bare);
      Files.delete(other);
    }
  }

  @Test
  void mayItselfIncludeWhatLiesBesideIt() throws IOException {
    Files.createDirectory(folder.resolve("sub"));
    write("sub/c.conf", "epochs = 3");
    write("sub/b.conf", "train { include \"c\" }");
    assertThat(load(write("a.conf", "include file(\"sub/b.conf\")")).train().epochs()).isEqualTo(3);
  }

  @Test
  void mustBeThere() throws IOException {
    Path file = write("a.conf", "run.seed = 1\ninclude \"quikstart.conf\"");
    assertThatThrownBy(() -> load(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("a.conf: 2: include \"quikstart.conf\": there is no file");
  }

  @Test
  void isAFile() throws IOException {
    Path url = write("a.conf", "include url(\"http://127.0.0.1:1/x\")");
    assertThatThrownBy(() -> load(url)).isInstanceOf(ConfigException.class);
    assertThatThrownBy(() -> LogoConfig.of("spark.conf={include \"x.conf\"}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("only a file can include");
  }

  @Test
  void cannotGoRound() throws IOException {
    Path file = write("a.conf", "include \"a.conf\"");
    assertThatThrownBy(() -> load(file)).isInstanceOf(ConfigException.class);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static LogoConfig load(Path file) {
    return LogoConfig.load(List.of(file), List.of());
  }
}
