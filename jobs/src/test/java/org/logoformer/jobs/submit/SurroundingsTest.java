package org.logoformer.jobs.submit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.ConfigException;

class SurroundingsTest {
  @TempDir Path folder;

  @Test
  void aSparkHomeWithoutSparkIsNamed() {
    assertThatThrownBy(() -> require("local[2]", Map.of("SPARK_HOME", folder.toString())))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("SPARK_HOME = " + folder)
        .hasMessageContaining("bin/spark-submit");
    assertThatCode(() -> require("local[2]", Map.of("SPARK_HOME", ""))).doesNotThrowAnyException();
  }

  @Test
  void yarnNeedsItsConfiguration() throws IOException {
    assertThatThrownBy(() -> require("yarn", Map.of()))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("HADOOP_CONF_DIR is not set");
    Map<String, String> set = Map.of("HADOOP_CONF_DIR", folder.toString());
    assertThatThrownBy(() -> require("yarn", set))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining(folder + " holds no yarn-site.xml");
    Files.writeString(folder.resolve("yarn-site.xml"), "<configuration/>");
    assertThatCode(() -> require("yarn", set)).doesNotThrowAnyException();
    Files.writeString(folder.resolve("yarn-site.xml"), "<configuration");
    assertThatThrownBy(() -> require("yarn", set))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Cannot read the configuration of YARN in " + folder);
  }

  /** Hadoop waits long for each, so they are asked at the same time. */
  @Test
  @Timeout(120)
  void aResourceManagerThatIsAwayOrSaysNothingIsNamedWithItsAddress() throws IOException {
    // Takes connections, and never answers.
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      IntStream.of(silent.getLocalPort(), closedPort()).parallel().forEach(this::requireNoAnswer);
    }
  }

  private void requireNoAnswer(int port) {
    Path settings = folder.resolve("port-" + port);
    assertThatCode(
            () ->
                Files.writeString(
                    Files.createDirectory(settings).resolve("yarn-site.xml"),
                    "<configuration><property><name>yarn.resourcemanager.address</name><value>127.0.0.1:"
                        + port
                        + "</value></property></configuration>"))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> require("yarn", Map.of("HADOOP_CONF_DIR", settings.toString())))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("no ResourceManager answers at 127.0.0.1:" + port);
  }

  private static int closedPort() throws IOException {
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return closed.getLocalPort();
    }
  }

  @Test
  void aMasterThatDoesNotAnswerIsNamedWithItsAddress() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = socket.getLocalPort();
      String open = "spark://127.0.0.1:1,127.0.0.1:" + port;
      assertThatCode(() -> require(open, Map.of())).doesNotThrowAnyException();
      assertThatCode(() -> require("k8s://http://127.0.0.1:" + port, Map.of()))
          .doesNotThrowAnyException();
    }
    int closed = closedPort();
    String address = "127.0.0.1:" + closed;
    for (String master : new String[] {"spark://" + address, "k8s://https://" + address}) {
      assertThatThrownBy(() -> require(master, Map.of()))
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("spark.master = " + master)
          .hasMessageContaining(address + " (Connection refused");
    }
    assertThatThrownBy(() -> require("spark://no such host", Map.of()))
        .isInstanceOf(ConfigException.class);
  }

  private static void require(String master, Map<String, String> environment) {
    Surroundings.require(
        LogoConfig.of("spark.master=" + master).spark(), environment, Duration.ofSeconds(4));
  }
}
