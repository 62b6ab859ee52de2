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
 * @param executorCores 0: train.threads
 * @param gpus of an executor, 0 or 1
 * @param driverMemory heap of the driver
 * @param executorMemory heap of an executor
 * @param nativeMemory what ND4J and oneDNN may allocate in a process, beside its heap
 * @param overhead of the JVM itself, beside both
 * @param nativeVariant vector instructions of native code
 * @param javaOptions of every JVM, separated by spaces
 * @param jars folder of the job's jars on every machine; empty: sent along
 * @param conf passed to Spark as they are, by full key
 */
public record SparkConfig(
    String master,
    DeployMode deployMode,
    int executors,
    int executorCores,
    int gpus,
    ByteSize driverMemory,
    ByteSize executorMemory,
    ByteSize nativeMemory,
    ByteSize overhead,
    Variant nativeVariant,
    String javaOptions,
    String jars,
    Map<String, String> conf) {
  private static final String LOCAL =
      "local(\\[\\s*(\\*|[1-9]\\d{0,3})\\s*(,\\s*\\d{1,4}\\s*)?])?"
          + "|local-cluster\\[\\s*[1-9]\\d{0,3}\\s*,\\s*[1-9]\\d{0,3}\\s*,\\s*[1-9]\\d{0,6}\\s*]";
  private static final long MOST_MEMORY = 1L << 50;

  /** With less Spark does not start: one and a half of the 300 MiB that it keeps for itself. */
  private static final long LEAST_HEAP = 450L << 20;

  /** Where the driver runs: with the command line, or on the cluster. */
  public enum DeployMode {
    CLIENT,
    CLUSTER
  }

  /** Builds of native code by their vector instructions; AUTO: the best that a CPU has. */
  public enum Variant {
    AUTO,
    AVX512,
    AVX2,
    PLAIN
  }

  public SparkConfig {
    Require.that(
        !master.startsWith("local") || master.matches(LOCAL),
        "spark.master",
        master,
        "must be local, local[n], local[*] or local-cluster[processes,cores,megabytes], with"
            + " numbers from 1 to 9999");
    Require.within("spark.executors", executors, 0, 100_000);
    Require.within("spark.executor-cores", executorCores, 0, 10_000);
    requireMemory("spark.driver-memory", driverMemory, LEAST_HEAP);
    requireMemory("spark.executor-memory", executorMemory, LEAST_HEAP);
    // Less would become 0 mebibytes, which means no limit.
    requireMemory("spark.native-memory", nativeMemory, 1 << 20);
    requireMemory("spark.overhead", overhead, 0);
    Require.that(
        gpus == 0 || gpus == 1,
        "spark.gpus",
        gpus,
        "must be 0 or 1: an executor holds one worker on one GPU; ask for more executors instead");
    for (String key : conf.keySet()) {
      Require.that(
          !key.endsWith(".extraJavaOptions"),
          "spark.conf." + key,
          conf.get(key),
          "would replace the options that the job needs: set spark.java-options, which is added to"
              + " them");
    }
    conf = Collections.unmodifiableMap(new TreeMap<>(conf));
  }

  private static void requireMemory(String key, ByteSize size, long least) {
    Require.that(
        size.bytes() >= least && size.bytes() <= MOST_MEMORY,
        key,
        size.bytes(),
        "is in bytes unless a unit is written, and must be from %dm to 1024t; write 6g or 512m"
            .formatted(least >> 20));
  }
}
