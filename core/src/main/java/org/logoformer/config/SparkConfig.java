package org.logoformer.config;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Block {@code spark}.
 *
 * @param master where to run; empty: local[*]
 * @param deployMode where the driver runs
 * @param executors how many to ask for; 0: as many as the cluster gives
 * @param driverMemory heap of the driver
 * @param executorMemory heap of an executor
 * @param nativeMemory what ND4J and oneDNN may allocate in a process, beside its heap
 * @param conf passed to Spark as they are, by full key
 */
public record SparkConfig(
    String master,
    DeployMode deployMode,
    int executors,
    ByteSize driverMemory,
    ByteSize executorMemory,
    ByteSize nativeMemory,
    Map<String, String> conf) {

  /** Where the driver runs: with the command line, or on the cluster. */
  public enum DeployMode {
    CLIENT,
    CLUSTER
  }

  public SparkConfig {
    Require.atLeast("spark.executors", executors, 0);
    conf = Collections.unmodifiableMap(new TreeMap<>(conf));
  }
}
