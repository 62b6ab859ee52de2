package org.logoformer.jobs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.worker.Worker;
import org.apache.spark.rpc.RpcEnv;
import org.logoformer.jobs.spark.ExecutorProcesses;
import scala.Option;

/**
 * Spark's standalone cluster on loopback. Each worker has an address of its own, 127.0.0.1 and up,
 * because Spark repeats a slow task on another host only, and one core. Master and workers live in
 * this process; executors are processes that the workers start, and start again when they end.
 */
public final class StandaloneCluster implements AutoCloseable {
  private static final int MEBIBYTES = 1024;

  private final List<RpcEnv> daemons = new ArrayList<>();
  private final String master;
  private final int workers;

  private StandaloneCluster(Path home, int workers) {
    this.workers = workers;
    SparkConf conf = new SparkConf();
    RpcEnv daemon = Master.startRpcEnvAndEndpoint("127.0.0.1", 0, 0, conf)._1();
    daemons.add(daemon);
    master = "spark://" + daemon.address().hostPort();
    for (int i = 1; i <= workers; i++) {
      String folder = home.resolve("work-" + i).toString();
      daemons.add(
          Worker.startRpcEnvAndEndpoint(
              "127.0.0." + i,
              0,
              0,
              1,
              MEBIBYTES,
              new String[] {master},
              folder,
              Option.apply(i),
              conf,
              Option.empty()));
    }
  }

  /**
   * Starts master and workers.
   *
   * @param home an empty folder for their files
   */
  public static StandaloneCluster start(Path home, int workers) {
    return new StandaloneCluster(home, workers);
  }

  /** Settings of an application that uses all of this cluster. */
  public SparkConf conf() {
    SparkConf conf = new SparkConf();
    ExecutorProcesses.settings(workers).forEach(conf::set);
    return conf.setMaster(master)
        .setAppName("test")
        .set("spark.driver.host", "127.0.0.1")
        .set("spark.driver.bindAddress", "127.0.0.1")
        .set("spark.executor.extraJavaOptions", "-XX:TieredStopAtLevel=1")
        .set("spark.deploy.maxExecutorRetries", "-1");
  }

  @Override
  public void close() {
    for (int i = daemons.size() - 1; i >= 0; i--) {
      daemons.get(i).shutdown();
      daemons.get(i).awaitTermination();
    }
  }
}
