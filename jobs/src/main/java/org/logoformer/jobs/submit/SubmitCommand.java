package org.logoformer.jobs.submit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.SparkConfig;

/**
 * The command line of a job on Spark: through {@code spark-submit} of the user's Spark home, or
 * through the SparkSubmit class of the Spark home that the build assembled.
 *
 * @param config what the job was asked to do
 * @param logging address of the Log4j configuration of the driver
 * @param distribution folder with {@code app} (job jars) and {@code spark} (assembled Spark home)
 * @param sparkHome the user's Spark home, if there is one
 * @param hadoopConf the user's Hadoop configuration folder, if there is one
 * @param jobJars names of the jars in {@code app}, sorted
 */
record SubmitCommand(
    LogoConfig config,
    String logging,
    Path distribution,
    Optional<Path> sparkHome,
    Optional<Path> hadoopConf,
    List<String> jobJars) {

  private static final String MAIN_CLASS = "org.logoformer.cli.Logo";
  private static final String MAIN_JAR = "logoformer-core-";

  /** The program and its arguments; {@code logoArguments} are what the user typed. */
  List<String> line(List<String> logoArguments) {
    List<String> line = new ArrayList<>(sparkHome.isPresent() ? ownSpark() : assembledSpark());
    line.addAll(List.of("--master", master(), "--deploy-mode", deployMode()));
    line.addAll(List.of("--name", "logo " + config.run().name(), "--class", MAIN_CLASS));
    line.addAll(List.of("--driver-memory", spark().driverMemory().mebibytes()));
    settings().forEach((key, value) -> line.addAll(List.of("--conf", key + "=" + value)));
    if (!onThisMachine()) {
      line.addAll(List.of("--jars", String.join(",", dependencies())));
    }
    line.add(app().resolve(mainJar()).toString());
    line.addAll(logoArguments);
    return line;
  }

  private List<String> ownSpark() {
    return List.of(sparkHome.orElseThrow().resolve("bin/spark-submit").toString());
  }

  private List<String> assembledSpark() {
    String classpath = distribution.resolve("spark/jars") + "/*:" + app() + "/*";
    List<String> line = new ArrayList<>(List.of("env", "SPARK_SCALA_VERSION=2.12"));
    line.add("SPARK_HOME=" + distribution.resolve("spark"));
    line.add("SPARK_LOCAL_IP=127.0.0.1");
    line.add("java");
    line.addAll(JavaOptions.opens());
    line.addAll(JavaOptions.driver(spark(), logging));
    line.add("-Xmx" + spark().driverMemory().mebibytes());
    line.add("-cp");
    line.add(hadoopConf.map(conf -> conf + ":" + classpath).orElse(classpath));
    line.add("org.apache.spark.deploy.SparkSubmit");
    return line;
  }

  /** Spark's settings that follow from the configuration; {@code spark.conf} has the last word. */
  private Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("spark.executor.memory", spark().executorMemory().mebibytes());
    settings.put("spark.executor.memoryOverhead", spark().nativeMemory().mebibytes());
    settings.put(
        "spark.executor.extraJavaOptions", String.join(" ", JavaOptions.nativeMemory(spark())));
    settings.put("spark.executorEnv.OMP_WAIT_POLICY", "passive");
    settings.put("spark.executorEnv.OPENBLAS_NUM_THREADS", "1");
    settings.put("spark.ui.showConsoleProgress", "false");
    if (sparkHome.isPresent()) {
      settings.put(
          "spark.driver.extraJavaOptions", String.join(" ", JavaOptions.driver(spark(), logging)));
    }
    if (onThisMachine()) {
      // Executors on this machine read the jars where they lie instead of fetching 350 MB.
      settings.put("spark.executor.extraClassPath", app() + "/*");
      if (sparkHome.isPresent()) {
        settings.put("spark.driver.extraClassPath", app() + "/*");
      }
    }
    if (spark().executors() > 0) {
      settings.put("spark.executor.instances", Integer.toString(spark().executors()));
    }
    settings.putAll(spark().conf());
    return settings;
  }

  private String master() {
    return spark().master().isEmpty() ? "local[*]" : spark().master();
  }

  private String deployMode() {
    return spark().deployMode().name().toLowerCase(Locale.ROOT);
  }

  private boolean onThisMachine() {
    return master().startsWith("local");
  }

  private SparkConfig spark() {
    return config.spark();
  }

  private Path app() {
    return distribution.resolve("app");
  }

  private String mainJar() {
    return jobJars.stream()
        .filter(jar -> jar.startsWith(MAIN_JAR))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No " + MAIN_JAR + "*.jar in " + app()));
  }

  private List<String> dependencies() {
    return jobJars.stream()
        .filter(jar -> !jar.startsWith(MAIN_JAR))
        .map(jar -> app().resolve(jar).toString())
        .toList();
  }
}
