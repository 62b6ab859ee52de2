package org.logoformer.prep;

import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.logoformer.config.SparkConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.Message;

/** The Spark context of the jobs of this module. */
public final class PrepSession {
  private PrepSession() {}

  /**
   * A context as spark-submit and the configuration say; local if neither names a master.
   *
   * @throws ClusterException if the master cannot be reached or refuses
   */
  public static JavaSparkContext open(SparkConfig config, String name) {
    SparkConf conf = new SparkConf().setAppName(name);
    for (Map.Entry<String, String> entry : config.conf().entrySet()) {
      conf.set(entry.getKey(), entry.getValue());
    }
    if (!config.master().isBlank()) {
      conf.setMaster(config.master());
    }
    conf.setIfMissing("spark.master", "local[*]");
    conf.setIfMissing("spark.ui.enabled", "false");
    try {
      return new JavaSparkContext(conf);
    } catch (Exception e) {
      // Not only RuntimeException: Spark throws checked exceptions that it does not declare.
      throw new ClusterException(
          Message.of(
              "Spark did not start (%s): check spark.master = '%s' and spark.conf",
              e.getMessage(), conf.get("spark.master")),
          e);
    }
  }
}
