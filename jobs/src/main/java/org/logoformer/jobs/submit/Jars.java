package org.logoformer.jobs.submit;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.logoformer.config.SparkConfig;
import org.logoformer.config.SparkConfig.DeployMode;
import org.logoformer.error.ConfigException;

/** Where driver and executors find the job's jars: 350 MB that need not travel with every job. */
final class Jars {
  /** Where submit/Dockerfile puts what the job needs. */
  static final String IMAGE = "/opt/logoformer";

  private static final String LOCAL = "local:";

  private final SparkConfig spark;
  private final Home home;
  private final Cluster cluster;

  /**
   * @throws ConfigException if this cluster cannot be given jars that way
   */
  Jars(SparkConfig spark, Home home) {
    this.spark = spark;
    this.home = home;
    this.cluster = Cluster.of(spark.master());
    if (cluster == Cluster.STANDALONE && onCluster() && spark.jars().isEmpty()) {
      throw new ConfigException(
          "spark.deploy-mode = cluster: a standalone cluster does not send the driver's jars; set"
              + " spark.jars to a folder that every machine can read");
    }
  }

  /** Class paths, where the jars lie on the machines that use them. */
  Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    onMachines().ifPresent(folder -> settings.put("spark.executor.extraClassPath", folder + "/*"));
    if (onCluster()) {
      onMachines().ifPresent(folder -> settings.put("spark.driver.extraClassPath", folder + "/*"));
    } else if (cluster == Cluster.LOCAL) {
      settings.put("spark.driver.extraClassPath", home.app() + "/*");
    }
    return settings;
  }

  /** The value of {@code --jars}; empty if all have them already. */
  Optional<String> sent() {
    if (onMachines().isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        home.dependencies().stream()
            .map(jar -> folder() + "/" + jar)
            .collect(Collectors.joining(",")));
  }

  /** The jar that spark-submit is given. */
  String main() {
    if (!onCluster()) {
      return home.app().resolve(home.mainJar()).toString();
    }
    String folder = onMachines().map(path -> LOCAL + "//" + path).orElse(folder());
    return folder + "/" + home.mainJar();
  }

  /** Where the jars lie that are sent. */
  private String folder() {
    return spark.jars().isEmpty() ? home.app().toString() : trimmed(spark.jars());
  }

  private boolean onCluster() {
    return spark.deployMode() == DeployMode.CLUSTER;
  }

  /** The folder on the disk of each machine, if the jars lie there. */
  private Optional<String> onMachines() {
    if (cluster == Cluster.LOCAL) {
      return Optional.of(home.app().toString());
    } else if (spark.jars().startsWith(LOCAL)) {
      return Optional.of(trimmed(spark.jars().substring(LOCAL.length())).replaceFirst("^/+", "/"));
    }
    return cluster == Cluster.KUBERNETES && spark.jars().isEmpty()
        ? Optional.of(IMAGE + "/app")
        : Optional.empty();
  }

  private static String trimmed(String folder) {
    return folder.replaceFirst("/+$", "");
  }
}
