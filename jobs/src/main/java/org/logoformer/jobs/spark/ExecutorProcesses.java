package org.logoformer.jobs.spark;

import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.logoformer.config.ByteSize;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.submit.SparkSettings;

/**
 * Executors that are processes of their own on this machine, with one core each and the class path
 * of this process.
 */
public final class ExecutorProcesses {
  private static final String MEMORY = "spark.executor.memory";

  private static final ByteSize HEAP = new ByteSize(1L << 30);

  private ExecutorProcesses() {}

  /** Spark's settings for {@code executors} processes of 1 GiB heap. */
  public static Map<String, String> settings(int executors) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("spark.master", master(executors, HEAP));
    settings.put(MEMORY, HEAP.mebibytes());
    settings.put("spark.executor.extraClassPath", classPath());
    // Without these the launcher of an executor looks for the jars of a Spark home.
    settings.put("spark.executorEnv.SPARK_TESTING", "1");
    settings.put("spark.executorEnv.SPARK_SCALA_VERSION", "2.12");
    settings.put("spark.ui.enabled", "false");
    return settings;
  }

  /**
   * Opens a session with {@code executors} processes, otherwise as {@code submit/logo} would set it
   * up: heap, native code and {@code spark.conf} are those of the configuration, its master is not
   * used. The caller closes it, which ends the processes.
   *
   * @throws org.logoformer.error.ClusterException if Spark does not start
   */
  public static SparkSession open(LogoConfig config, String command, int executors) {
    ByteSize heap = config.spark().executorMemory();
    LogoConfig there = config.with("spark.master=" + master(executors, heap));
    SparkConf conf = SparkSessions.conf(there, command);
    SparkSettings.of(there, command).forEach(conf::set);
    Map<String, String> processes = settings(executors);
    processes.put(MEMORY, heap.mebibytes());
    processes.put("spark.master", there.spark().master());
    processes.forEach(conf::set);
    config.spark().conf().forEach(conf::set);
    return SparkSessions.open(conf);
  }

  private static String master(int executors, ByteSize heap) {
    return "local-cluster[" + executors + ",1," + (heap.bytes() >> 20) + "]";
  }

  /** Absolute, because executors run in folders of their own. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(entry -> new File(entry).getAbsolutePath())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
