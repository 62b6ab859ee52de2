package org.logoformer.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;

class SharedPathsTest {
  private final Configuration hadoop = new Configuration();

  @Test
  void resolvesRelativePathsAgainstTheFolderOfThisProcess() {
    LogoConfig qualified = qualified("data.shards=some/shards", "synth.output=set");
    String here = Path.of("").toAbsolutePath().toString();
    assertThat(qualified.data().shards()).isEqualTo("file:" + here + "/some/shards");
    assertThat(qualified.synth().output()).isEqualTo("file:" + here + "/set");
  }

  @Test
  void leavesCompletePathsAndNothingAlone() {
    assertThat(qualified("data.shards=file:/shards").data().shards()).isEqualTo("file:/shards");
    assertThat(qualified().data().shards()).isEmpty();
  }

  @Test
  void namesThePathOfAFileSystemThatIsNotThere() {
    assertThatThrownBy(() -> qualified("data.shards=nosuch://host/shards"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("nosuch://host/shards");
  }

  private LogoConfig qualified(String... settings) {
    return SharedPaths.qualified(LogoConfig.load(List.of(), List.of(settings)), hadoop);
  }
}
