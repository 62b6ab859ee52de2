package org.logoformer.jobs.submit;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.SparkConfig;
import org.logoformer.config.SparkConfig.DeployMode;

/** Spark's settings that follow from a configuration. */
public final class SparkSettings {
  /** Commands whose tasks run no network: one core each, no GPU. */
  private static final Set<String> WITHOUT_NETWORK = Set.of("prep", "synth");

  private final LogoConfig config;
  private final SparkConfig spark;
  private final Home home;
  private final String command;
  private final Cluster cluster;
  private final Map<String, String> settings = new TreeMap<>();

  private SparkSettings(LogoConfig config, Home home, String command) {
    this.config = config;
    this.spark = config.spark();
    this.home = home;
    this.command = command;
    this.cluster = Cluster.of(spark.master());
  }

  /**
   * The settings by key, with which {@code submit/logo} starts a command from this folder.
   *
   * @param command such as {@code train}
   */
  public static Map<String, String> of(LogoConfig config, String command) {
    Map<String, String> settings = of(config, Home.ofProcess(), command);
    settings.put("spark.master", master(config.spark()));
    settings.put("spark.submit.deployMode", deployMode(config.spark()));
    settings.put("spark.driver.memory", config.spark().driverMemory().mebibytes());
    return settings;
  }

  /** The settings without those for which spark-submit has options of its own. */
  static Map<String, String> of(LogoConfig config, Home home, String command) {
    SparkSettings made = new SparkSettings(config, home, command);
    made.processes();
    made.tasks();
    made.nativeCode();
    made.files();
    made.settings.put("spark.ui.showConsoleProgress", "false");
    made.settings.putAll(config.spark().conf());
    return made.settings;
  }

  static String master(SparkConfig spark) {
    return spark.master().isEmpty() ? "local[*]" : spark.master();
  }

  static String deployMode(SparkConfig spark) {
    return spark.deployMode().name().toLowerCase(Locale.ROOT);
  }

  private void processes() {
    String beside = spark.nativeMemory().plus(spark.overhead()).mebibytes();
    settings.put("spark.executor.memory", spark.executorMemory().mebibytes());
    settings.put("spark.executor.memoryOverhead", beside);
    if (onCluster()) {
      settings.put("spark.driver.memoryOverhead", beside);
    }
    if (cluster == Cluster.LOCAL) {
      return;
    }
    int cores = spark.executorCores() == 0 ? config.train().threads() : spark.executorCores();
    settings.put("spark.executor.cores", Integer.toString(cores));
    if (spark.executors() > 0) {
      settings.put("spark.executor.instances", Integer.toString(spark.executors()));
      if (cluster == Cluster.STANDALONE) {
        // A standalone cluster bounds only the cores of all executors together.
        settings.put("spark.cores.max", Integer.toString(cores * spark.executors()));
      }
    }
  }

  private void tasks() {
    if (WITHOUT_NETWORK.contains(command)) {
      return;
    }
    if (cluster != Cluster.LOCAL) {
      settings.put("spark.task.cpus", Integer.toString(config.train().threads()));
    }
    settings.putAll(GpuSettings.of(spark, home));
  }

  private void nativeCode() {
    settings.put("spark.executor.extraJavaOptions", String.join(" ", JavaOptions.executor(spark)));
    settings.put(
        "spark.driver.extraJavaOptions", JavaOptions.joined(JavaOptions.driver(spark, home)));
    NativeSettings.environment(config)
        .forEach(
            (name, value) -> {
              settings.put("spark.executorEnv." + name, value);
              if (onCluster() && cluster == Cluster.YARN) {
                settings.put("spark.yarn.appMasterEnv." + name, value);
              } else if (onCluster() && cluster == Cluster.KUBERNETES) {
                settings.put("spark.kubernetes.driverEnv." + name, value);
              }
            });
  }

  private void files() {
    settings.putAll(new Jars(spark, home).settings());
    if (cluster == Cluster.KUBERNETES) {
      for (String role : new String[] {"driver", "executor"}) {
        settings.put(
            "spark.kubernetes." + role + ".podTemplateFile",
            home.submit("k8s-" + role + ".yaml").toString());
      }
    }
  }

  private boolean onCluster() {
    return spark.deployMode() == DeployMode.CLUSTER;
  }
}
