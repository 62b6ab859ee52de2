package org.logoformer.jobs.submit;

import org.logoformer.error.ConfigException;

/** What runs the executors. */
enum Cluster {
  /** Threads, or with {@code local-cluster} processes, of this machine. */
  LOCAL,
  STANDALONE,
  YARN,
  KUBERNETES;

  /**
   * By {@code spark.master}.
   *
   * @throws ConfigException if it is none of those that are supported
   */
  static Cluster of(String master) {
    if (master.isEmpty() || master.startsWith("local")) {
      return LOCAL;
    } else if (master.startsWith("spark://")) {
      return STANDALONE;
    } else if (master.equals("yarn")) {
      return YARN;
    } else if (master.startsWith("k8s://")) {
      return KUBERNETES;
    }
    throw new ConfigException(
        "spark.master = "
            + master
            + ": must be local[n], spark://host:port, yarn or k8s://https://host:port");
  }
}
