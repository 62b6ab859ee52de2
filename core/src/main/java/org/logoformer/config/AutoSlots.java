package org.logoformer.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.logoformer.error.ConfigException;

/**
 * {@code train.workers = auto} and {@code train.threads = auto}: a worker for each core, and to
 * each worker its share of the cores. Many models of one thread compute more than one model of many
 * threads.
 */
final class AutoSlots {
  private static final String WORKERS = "train.workers";
  private static final String THREADS = "train.threads";
  private static final Pattern THREADS_OF_LOCAL = Pattern.compile("local\\[(\\d+)(,.*)?]");
  private static final Pattern PROCESSES_OF_LOCAL =
      Pattern.compile("local-cluster\\[(\\d+),(\\d+),.*]");

  private AutoSlots() {}

  /**
   * Binds a configuration, with numbers in place of {@code auto}.
   *
   * @param processors of this machine
   * @throws ConfigException also if the number of cores of a cluster cannot be known
   */
  static LogoConfig resolve(Config all, int processors) {
    boolean workers = isAuto(all, WORKERS);
    boolean threads = isAuto(all, THREADS);
    LogoConfig given = bind(with(with(all, WORKERS, workers, 1), THREADS, threads, 1));
    if (!workers && !threads) {
      return given;
    }
    Cores cores = Cores.of(given.spark(), processors);
    TrainConfig train = given.train();
    int models =
        workers
            ? Math.max(1, Math.min(cores.all() / train.threads(), train.batch()))
            : train.workers();
    int each = Math.max(1, Math.min(cores.all() / models, cores.ofProcess()));
    return bind(with(with(all, WORKERS, workers, models), THREADS, threads, each));
  }

  /** The cores of the cluster, and those that a single process can use. */
  private record Cores(int all, int ofProcess) {
    static Cores of(SparkConfig spark, int processors) {
      Matcher processes = PROCESSES_OF_LOCAL.matcher(spark.master());
      if (processes.matches()) {
        int each = Integer.parseInt(processes.group(2));
        return new Cores(Integer.parseInt(processes.group(1)) * each, each);
      }
      Matcher threads = THREADS_OF_LOCAL.matcher(spark.master());
      if (threads.matches()) {
        int all = Integer.parseInt(threads.group(1));
        return new Cores(all, all);
      }
      if (spark.master().isEmpty() || spark.master().startsWith("local")) {
        return new Cores(processors, processors);
      }
      if (spark.executors() == 0 || spark.executorCores() == 0) {
        throw new ConfigException(
            "train.workers or train.threads = auto on %s: set spark.executors and spark.executor-cores, so that the cores are known"
                .formatted(spark.master()));
      }
      return new Cores(spark.executors() * spark.executorCores(), spark.executorCores());
    }
  }

  private static boolean isAuto(Config all, String key) {
    return "auto".equals(all.getValue(key).unwrapped());
  }

  private static Config with(Config all, String key, boolean change, int value) {
    return change ? all.withValue(key, ConfigValueFactory.fromAnyRef(value, "auto")) : all;
  }

  private static LogoConfig bind(Config all) {
    return Binder.read(all.root(), "", LogoConfig.class);
  }
}
