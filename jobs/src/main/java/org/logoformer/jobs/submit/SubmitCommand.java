package org.logoformer.jobs.submit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.logoformer.cli.Logo;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.SparkConfig;
import org.logoformer.config.SparkConfig.DeployMode;

/**
 * The command line of a job on Spark: through {@code spark-submit} of the user's Spark home, or
 * through the SparkSubmit class of the Spark home that the build assembled.
 *
 * @param config what the job was asked to do
 * @param home the project's folder
 * @param sparkHome the user's Spark home, if there is one
 * @param hadoopConf the user's Hadoop configuration folder, if there is one
 */
record SubmitCommand(
    LogoConfig config, Home home, Optional<Path> sparkHome, Optional<Path> hadoopConf) {

  /** The program and its arguments; {@code typed} is what the user gave {@code logo}. */
  List<String> line(List<String> typed) {
    Jars jars = new Jars(spark(), home);
    List<String> line = new ArrayList<>(List.of("env"));
    NativeSettings.environment(config).forEach((name, value) -> line.add(name + "=" + value));
    line.addAll(
        sparkHome
            .map(own -> List.of(own.resolve("bin/spark-submit").toString()))
            .orElseGet(this::assembledSpark));
    line.addAll(List.of("--master", SparkSettings.master(spark())));
    line.addAll(List.of("--deploy-mode", SparkSettings.deployMode(spark())));
    line.addAll(List.of("--name", "logo " + config.run().name()));
    line.addAll(List.of("--class", mainClass().getName()));
    line.addAll(List.of("--driver-memory", spark().driverMemory().mebibytes()));
    SparkSettings.of(config, home, command(typed))
        .forEach((key, value) -> line.addAll(List.of("--conf", key + "=" + value)));
    jars.sent().ifPresent(list -> line.addAll(List.of("--jars", list)));
    if (spark().gpus() > 0 && Cluster.of(spark().master()) == Cluster.YARN) {
      line.addAll(List.of("--files", home.submit(GpuSettings.SCRIPT).toString()));
    }
    line.add(jars.main());
    line.addAll(onCluster() ? resolved(typed) : typed);
    return line;
  }

  private List<String> assembledSpark() {
    String classpath = home.spark().resolve("jars") + "/*:" + home.app() + "/*";
    List<String> line = new ArrayList<>(List.of("SPARK_SCALA_VERSION=2.12"));
    line.add("SPARK_HOME=" + home.spark());
    if (Cluster.of(spark().master()) == Cluster.LOCAL || isOnLoopback()) {
      line.add("SPARK_LOCAL_IP=127.0.0.1");
    }
    line.add("java");
    line.addAll(JavaOptions.opens());
    line.addAll(JavaOptions.driver(spark(), home));
    line.add("-Xmx" + spark().driverMemory().mebibytes());
    line.add("-cp");
    line.add(hadoopConf.map(conf -> conf + ":" + classpath).orElse(classpath));
    line.add("org.apache.spark.deploy.SparkSubmit");
    return line;
  }

  /**
   * Whether the master is one that submit/cluster-up started, which listens on the loopback address
   * alone: the names of hosts lead past it.
   */
  private boolean isOnLoopback() {
    return spark().master().startsWith("spark://127.0.0.1:");
  }

  private Class<?> mainClass() {
    return onCluster() ? ClusterMain.class : Logo.class;
  }

  private static String command(List<String> typed) {
    return typed.stream().filter(word -> !word.startsWith("-")).findFirst().orElse("");
  }

  /** What the user typed, with the settings themselves in place of files that stay here. */
  private List<String> resolved(List<String> typed) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < typed.size(); i++) {
      String word = typed.get(i);
      if (word.equals("--config")) {
        i++;
      } else if (!word.startsWith("--config=") && (word.startsWith("-") || !word.contains("="))) {
        words.add(word);
      }
    }
    words.addAll(config.arguments());
    return words;
  }

  private boolean onCluster() {
    return spark().deployMode() == DeployMode.CLUSTER;
  }

  private SparkConfig spark() {
    return config.spark();
  }
}
