package org.logoformer.jobs.submit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.logoformer.config.SparkConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.ConfigException;

/**
 * Checks what spark-submit needs from this machine: the Spark home, the configuration of YARN, an
 * answer at the master's address. Without them spark-submit ends with a stack trace, or only after
 * minutes.
 */
final class Surroundings {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** With it, what Hadoop says of an address where nobody listens comes before the end. */
  private static final Duration PATIENCE_WITH_YARN = Duration.ofSeconds(40);

  private static final String STANDALONE = "spark://";
  private static final String KUBERNETES = "k8s://";
  private static final int STANDALONE_PORT = 7077;

  private Surroundings() {}

  /**
   * Looks before a job is submitted.
   *
   * @param environment where {@code SPARK_HOME} and {@code HADOOP_CONF_DIR} may be set
   * @throws ClusterException naming what is not there
   */
  static void require(SparkConfig spark, Map<String, String> environment) {
    require(spark, environment, PATIENCE_WITH_YARN);
  }

  /** As above; {@code patience} is the longest wait for YARN's ResourceManager. */
  static void require(SparkConfig spark, Map<String, String> environment, Duration patience) {
    String home = environment.getOrDefault("SPARK_HOME", "");
    if (!home.isBlank() && !Files.isExecutable(Path.of(home, "bin/spark-submit"))) {
      throw new ClusterException(
          "SPARK_HOME = %s: there is no program bin/spark-submit; set it to the folder of a Spark 3.5, or unset it for the Spark that the build assembled"
              .formatted(home));
    }
    switch (Cluster.of(spark.master())) {
      case LOCAL -> {}
      case STANDALONE -> requireAnswer(spark.master(), standalone(spark.master()));
      case KUBERNETES -> requireAnswer(spark.master(), kubernetes(spark.master()));
      case YARN -> requireYarn(environment, patience);
    }
  }

  private static void requireYarn(Map<String, String> environment, Duration patience) {
    String folder =
        environment.getOrDefault("YARN_CONF_DIR", environment.getOrDefault("HADOOP_CONF_DIR", ""));
    if (folder.isBlank()) {
      throw new ClusterException(
          "spark.master = yarn, but HADOOP_CONF_DIR is not set: set it to the folder that holds yarn-site.xml and core-site.xml of the cluster");
    }
    if (!Files.isReadable(Path.of(folder, "yarn-site.xml"))) {
      throw new ClusterException(
          "spark.master = yarn, but %s holds no yarn-site.xml: set HADOOP_CONF_DIR to the folder of the cluster's configuration"
              .formatted(folder));
    }
    new YarnManager(Path.of(folder), patience).requireAnswer();
  }

  /** One of several masters must answer. */
  private static void requireAnswer(String master, List<InetSocketAddress> addresses) {
    List<String> failures = new ArrayList<>();
    for (InetSocketAddress address : addresses) {
      try (Socket socket = new Socket()) {
        socket.connect(address, Math.toIntExact(PATIENCE.toMillis()));
        return;
      } catch (IOException e) {
        String why = address.isUnresolved() ? "unknown host" : e.getMessage();
        failures.add("%s:%d (%s)".formatted(address.getHostString(), address.getPort(), why));
      }
    }
    throw new ClusterException(
        "Nobody answers at spark.master = %s: %s; check the address, and that the master runs and can be reached from this machine"
            .formatted(master, String.join(", ", failures)));
  }

  /** {@code spark://host:port,host:port}. */
  private static List<InetSocketAddress> standalone(String master) {
    return Stream.of(master.substring(STANDALONE.length()).split(",", -1))
        .map(one -> address(master, "http://" + one, STANDALONE_PORT))
        .toList();
  }

  /** {@code k8s://https://host:port}; without a scheme it is https. */
  private static List<InetSocketAddress> kubernetes(String master) {
    String url = master.substring(KUBERNETES.length());
    String whole = url.contains("://") ? url : "https://" + url;
    return List.of(address(master, whole, whole.startsWith("http:") ? 80 : 443));
  }

  private static InetSocketAddress address(String master, String url, int otherwise) {
    try {
      URI uri = URI.create(url);
      if (uri.getHost() != null) {
        return new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? otherwise : uri.getPort());
      }
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          "spark.master = " + master + " is no address: " + e.getMessage(), e);
    }
    throw new ConfigException("spark.master = " + master + " names no host: write host:port");
  }
}
