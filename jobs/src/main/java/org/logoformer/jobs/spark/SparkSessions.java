package org.logoformer.jobs.spark;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.sql.SparkSession;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import scala.Tuple2;

/** Spark sessions as the configuration wants them. */
public final class SparkSessions {
  private SparkSessions() {}

  /**
   * Opens a session; the caller closes it. It is called {@code logo <command> <run.name>}.
   *
   * @throws ClusterException if the master cannot be reached or refuses
   */
  public static SparkSession open(LogoConfig config, String command) {
    return open(config, conf(config, command));
  }

  /** Opens a session with settings that were made of {@code config}. */
  static SparkSession open(LogoConfig config, SparkConf conf) {
    try {
      SparkSession session = SparkSession.builder().config(conf).getOrCreate();
      session.sparkContext().setLogLevel("WARN");
      return session;
    } catch (Exception e) {
      // Not only RuntimeException: Spark throws checked exceptions that it does not declare.
      throw new ClusterException(
          "Spark did not start (%s): check spark.master = '%s' and spark.conf"
              .formatted(e.getMessage(), config.spark().master()),
          e);
    }
  }

  /** Hadoop's settings as such a session has them, without one. */
  public static Configuration hadoop(LogoConfig config, String command) {
    Configuration hadoop = new Configuration();
    for (Tuple2<String, String> setting : conf(config, command).getAllWithPrefix("spark.hadoop.")) {
      hadoop.set(setting._1(), setting._2());
    }
    return hadoop;
  }

  /**
   * The settings of such a session. The master is {@code spark.master} of the configuration, or
   * what spark-submit says, or {@code local[*]}; {@code spark.conf} wins over what is set here.
   * Kryo is told of ND4J's arrays.
   */
  public static SparkConf conf(LogoConfig config, String command) {
    SparkConf conf = new SparkConf();
    conf.setAppName("logo " + command + " " + config.run().name());
    if (!config.spark().master().isEmpty()) {
      conf.setMaster(config.spark().master());
    }
    conf.setIfMissing("spark.master", "local[*]");
    // Our own progress lines would be torn apart by Spark's bar.
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    // States are noise to a compressor: it costs time and saves nothing.
    conf.setIfMissing("spark.broadcast.compress", "false");
    conf.setIfMissing("spark.shuffle.compress", "false");
    if (conf.get("spark.master", "").startsWith("local")) {
      // Out of memory in a task would end the process, which is the driver's, with Spark's own
      // code.
      conf.setIfMissing("spark.executor.killOnFatalError.depth", "0");
    }
    config.spark().conf().forEach(conf::set);
    if (conf.get("spark.serializer", "").equals(KryoSerializer.class.getName())) {
      conf.setIfMissing("spark.kryo.registrator", ArrayRegistrator.class.getName());
    }
    return conf;
  }
}
