package org.logoformer.jobs.spark;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkContext$;
import org.apache.spark.package$;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.sql.SparkSession;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.Reason;
import scala.Option;

/** Spark sessions as the configuration wants them. */
public final class SparkSessions {
  private static final Duration STOPPING = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(20);

  private SparkSessions() {}

  /**
   * Opens a session; the caller closes it. It is called {@code logo <command> <run.name>}.
   *
   * @throws ClusterException if the master cannot be reached or refuses
   */
  public static SparkSession open(LogoConfig config, String command) {
    return open(conf(config, command));
  }

  /** Opens a session with settings of {@link #conf}. */
  static SparkSession open(SparkConf conf) {
    try {
      SparkSession session = SparkSession.builder().config(conf).getOrCreate();
      requireMaster(session.sparkContext());
      session.sparkContext().setLogLevel("WARN");
      return session;
    } catch (ClusterException e) {
      throw e;
    } catch (Exception e) {
      // Not only RuntimeException: Spark throws checked exceptions that it does not declare.
      throw failure(conf, e);
    }
  }

  /** A session begins even where the master never answers; only its number is not the master's. */
  private static void requireMaster(SparkContext spark) {
    if (spark.isStopped()
        || (isStandalone(spark.getConf()) && !spark.applicationId().startsWith("app-"))) {
      end(spark);
      throw notTaken(spark.getConf(), null);
    }
  }

  /**
   * Stops a context. A thread of Spark's may be stopping it already, and then {@code stop} returns
   * at once: until that thread is done, the next session of this process would be given this one.
   */
  private static void end(SparkContext spark) {
    spark.stop();
    long deadline = System.nanoTime() + STOPPING.toNanos();
    while (isActive(spark) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private static boolean isActive(SparkContext spark) {
    Option<SparkContext> active = SparkContext$.MODULE$.getActive();
    return active.isDefined() && active.get() == spark;
  }

  /**
   * What it means that no session began. A context that gives a standalone master up stops itself
   * from another thread: where its constructor still runs, that fails on a stopped context, or on a
   * part of it that is gone already.
   */
  static ClusterException failure(SparkConf conf, Exception e) {
    if (isStandalone(conf) && (isOfStoppedContext(e) || isOfMissingPart(e))) {
      return notTaken(conf, e);
    }
    return new ClusterException(
        "Spark did not start (%s): check spark.master = '%s' and spark.conf"
            .formatted(Reason.of(e), conf.get("spark.master")),
        e);
  }

  private static boolean isOfStoppedContext(Exception e) {
    return e instanceof IllegalStateException && Reason.of(e).contains("stopped SparkContext");
  }

  private static boolean isOfMissingPart(Exception e) {
    StackTraceElement[] frames = e.getStackTrace();
    return e instanceof NullPointerException
        && frames.length > 0
        && frames[0].getClassName().equals(SparkContext.class.getName());
  }

  private static ClusterException notTaken(SparkConf conf, Exception cause) {
    return new ClusterException(
        "spark.master = %s took the connection but not the application: check that the address is that of the master (port 7077, not the one of its page), and that it is of Spark %s"
            .formatted(conf.get("spark.master"), package$.MODULE$.SPARK_VERSION()),
        cause);
  }

  private static boolean isStandalone(SparkConf conf) {
    return conf.get("spark.master").startsWith("spark://");
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
    if (command.equals("sweep")
        || !config.run().seeds().isEmpty()
        || config.data().folds().size() > 1) {
      // Trials, seeds and folds train side by side, each in a pool of its own.
      conf.setIfMissing("spark.scheduler.mode", "FAIR");
    }
    // An executor that replaces another is there within seconds, and a crew begins again.
    conf.setIfMissing("spark.scheduler.barrier.maxConcurrentTasksCheck.interval", "1s");
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
