package org.logoformer.jobs.submit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.logoformer.error.ClusterException;
import org.logoformer.error.ConfigException;
import org.logoformer.error.Reason;

/**
 * Asks whether YARN's ResourceManager answers. Spark's own client would go on asking for a quarter
 * of an hour, and for ever if a connection is accepted and then nothing is sent.
 */
final class YarnManager {
  private static final String ADDRESS = YarnConfiguration.RM_ADDRESS;

  private final Duration patience;
  private final YarnConfiguration settings;
  private final List<String> addresses;

  /**
   * @param folder of {@code yarn-site.xml} and {@code core-site.xml}
   * @param patience the longest wait for an answer; Hadoop's own waits and pauses are shares of it
   * @throws ConfigException if the files cannot be read
   */
  YarnManager(Path folder, Duration patience) {
    this.patience = patience;
    try {
      this.settings = settings(folder, Math.toIntExact(patience.toMillis()));
      this.addresses = addresses(settings);
    } catch (RuntimeException e) {
      throw new ConfigException(
          "Cannot read the configuration of YARN in %s: %s".formatted(folder, Reason.of(e)), e);
    }
  }

  /**
   * Waits for any answer. Returns at once if no address is configured.
   *
   * @throws ClusterException naming the addresses if there is none
   */
  void requireAnswer() {
    if (addresses.isEmpty()) {
      return;
    }
    FutureTask<Boolean> question = new FutureTask<>(asked(settings));
    Thread thread = new Thread(question, "yarn-manager");
    thread.setDaemon(true);
    thread.start();
    try {
      question.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw silent("no answer within " + patience.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw silent("interrupted", e);
    } catch (ExecutionException e) {
      if (!isAnswer(e.getCause())) {
        throw silent(Reason.of(e.getCause()), e);
      }
    }
  }

  private static Callable<Boolean> asked(YarnConfiguration settings) {
    return () -> {
      try (YarnClient client = YarnClient.createYarnClient()) {
        client.init(settings);
        client.start();
        return client.getYarnClusterMetrics() != null;
      }
    };
  }

  /** A refusal is an answer too: Spark finds out whether this user may submit jobs. */
  private static boolean isAnswer(Throwable failure) {
    return failure instanceof YarnException
        || failure instanceof AccessControlException
        || !(failure instanceof IOException)
        || Reason.of(failure).contains("authenticat");
  }

  private ClusterException silent(String why, Exception e) {
    return new ClusterException(
        "spark.master = yarn, but no ResourceManager answers at %s (%s): check %s in yarn-site.xml, and that it runs and can be reached from this machine"
            .formatted(String.join(", ", addresses), why, ADDRESS),
        e);
  }

  private static YarnConfiguration settings(Path folder, int patienceMillis) {
    YarnConfiguration settings = new YarnConfiguration();
    for (String file : List.of("core-site.xml", "yarn-site.xml")) {
      if (Files.isReadable(folder.resolve(file))) {
        settings.addResource(new org.apache.hadoop.fs.Path(folder.resolve(file).toUri()));
      }
    }
    settings.setInt(YarnConfiguration.RESOURCEMANAGER_CONNECT_MAX_WAIT_MS, patienceMillis / 2);
    settings.setInt(
        YarnConfiguration.RESOURCEMANAGER_CONNECT_RETRY_INTERVAL_MS, patienceMillis / 20);
    settings.setInt(YarnConfiguration.CLIENT_FAILOVER_MAX_ATTEMPTS, 4);
    settings.setInt("ipc.client.connect.timeout", patienceMillis / 4);
    settings.setInt("ipc.client.connect.retry.interval", patienceMillis / 40);
    settings.setInt("ipc.client.connect.max.retries", 1);
    settings.setInt("ipc.client.connect.max.retries.on.timeouts", 1);
    settings.setInt("ipc.client.rpc-timeout.ms", patienceMillis * 3 / 8);
    return settings;
  }

  /** Of one ResourceManager, or of several that stand in for each other. */
  private static List<String> addresses(YarnConfiguration settings) {
    List<String> addresses = new ArrayList<>();
    String[] numbers = settings.getTrimmedStrings(YarnConfiguration.RM_HA_IDS);
    for (String suffix : numbers.length == 0 ? new String[] {""} : numbers) {
      String key = suffix.isEmpty() ? "" : "." + suffix;
      String host = settings.getTrimmed(YarnConfiguration.RM_HOSTNAME + key, "0.0.0.0");
      String address = settings.getTrimmed(ADDRESS + key, host + ":8032");
      if (!address.startsWith("0.0.0.0:")) {
        addresses.add(address);
      }
    }
    return addresses;
  }
}
