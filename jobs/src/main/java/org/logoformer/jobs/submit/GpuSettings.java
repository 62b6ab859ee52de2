package org.logoformer.jobs.submit;

import java.util.Map;
import java.util.TreeMap;
import org.logoformer.config.SparkConfig;
import org.logoformer.config.SparkConfig.DeployMode;

/** What {@code spark.gpus} means to each kind of cluster. */
final class GpuSettings {
  static final String SCRIPT = "gpu-discovery.sh";

  private static final String AMOUNT = ".resource.gpu.amount";
  private static final String DISCOVERY = ".resource.gpu.discoveryScript";
  private static final String VENDOR = ".resource.gpu.vendor";

  private GpuSettings() {}

  static Map<String, String> of(SparkConfig spark, Home home) {
    Map<String, String> settings = new TreeMap<>();
    boolean threads = spark.master().isEmpty() || spark.master().matches("local(\\[.*)?");
    if (spark.gpus() == 0 || threads) {
      // Threads of this process take its first GPU: Spark has no resources there.
      return settings;
    }
    settings.put("spark.executor" + AMOUNT, "1");
    settings.put("spark.task" + AMOUNT, "1");
    switch (Cluster.of(spark.master())) {
      case LOCAL -> {
        settings.put("spark.worker" + AMOUNT, "1");
        settings.put("spark.worker" + DISCOVERY, home.submit(SCRIPT).toString());
      }
        // Each Spark worker was told of its GPUs when it was started.
      case STANDALONE -> {}
        // Sent along, to the working directory of each container.
      case YARN -> discovery(settings, spark, "./" + SCRIPT);
      case KUBERNETES -> {
        discovery(settings, spark, Jars.IMAGE + "/" + SCRIPT);
        settings.put("spark.executor" + VENDOR, "nvidia.com");
        if (spark.deployMode() == DeployMode.CLUSTER) {
          settings.put("spark.driver" + VENDOR, "nvidia.com");
        }
      }
    }
    return settings;
  }

  private static void discovery(Map<String, String> settings, SparkConfig spark, String script) {
    settings.put("spark.executor" + DISCOVERY, script);
    if (spark.deployMode() == DeployMode.CLUSTER) {
      // The driver builds the network too, and a CUDA build needs a GPU for that.
      settings.put("spark.driver" + AMOUNT, "1");
      settings.put("spark.driver" + DISCOVERY, script);
    }
  }
}
