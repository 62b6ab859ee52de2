package org.logoformer.jobs;

import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Spark's settings for executors that are processes of their own, with the classes of the test. */
public final class ExecutorProcesses {
  private ExecutorProcesses() {}

  /** Settings for {@code executors} processes of one core each on this machine. */
  public static Map<String, String> settings(int executors) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("spark.master", "local-cluster[" + executors + ",1,1024]");
    settings.put("spark.executor.memory", "1g");
    settings.put("spark.executor.extraClassPath", classPath());
    // Without these the launcher of an executor looks for the jars of a Spark home.
    settings.put("spark.executorEnv.SPARK_TESTING", "1");
    settings.put("spark.executorEnv.SPARK_SCALA_VERSION", "2.12");
    settings.put("spark.executorEnv.OMP_WAIT_POLICY", "passive");
    settings.put("spark.ui.enabled", "false");
    return settings;
  }

  /** Absolute, because executors run in folders of their own. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(entry -> new File(entry).getAbsolutePath())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
