package org.logoformer.submit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Spark standalone cluster of real processes on loopback, as of submit/cluster-up. */
final class StandaloneCluster implements AutoCloseable {
  private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final long PATIENCE = TimeUnit.MINUTES.toNanos(3);

  private final Path home;
  private final Path logs;
  private final List<Process> daemons = new ArrayList<>();
  private final String master;

  /** Starts a master and {@code workers} workers of one core each, and waits for them. */
  StandaloneCluster(Path home, Path logs, int workers) throws IOException, InterruptedException {
    this.home = home;
    this.logs = logs;
    Path log =
        start(
            "master",
            "org.apache.spark.deploy.master.Master --host 127.0.0.1 --port 0 --webui-port 0");
    master = awaited(log, MASTER, 1).group(1);
    for (int i = 1; i <= workers; i++) {
      start(
          "worker-" + i,
          "org.apache.spark.deploy.worker.Worker --host 127.0.0.1 --cores 1 --memory 4g"
              + " --webui-port 0 --work-dir "
              + logs.resolve("work-" + i)
              + " "
              + master);
    }
    awaited(log, Pattern.compile("Registering worker"), workers);
  }

  /** Its address. */
  String master() {
    return master;
  }

  private Path start(String name, String words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // A machine that builds other things beside may leave a process without time for a minute.
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-Dspark.worker.timeout=900"));
    command.add("-cp");
    command.add(spark().resolve("jars") + "/*");
    command.addAll(List.of(words.split(" ", -1)));
    Path log = logs.resolve(name + ".log");
    ProcessBuilder process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    process.environment().put("SPARK_HOME", spark().toString());
    process.environment().put("SPARK_SCALA_VERSION", "2.12");
    process.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    daemons.add(process.start());
    return log;
  }

  private Path spark() {
    return home.resolve("submit/target/dist/spark");
  }

  /** The {@code count}-th match in a log that is being written. */
  private static Matcher awaited(Path log, Pattern pattern, int count)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE;
    while (System.nanoTime() < deadline) {
      Matcher matcher = pattern.matcher(Files.readString(log));
      int found = 0;
      while (matcher.find()) {
        if (++found == count) {
          return matcher;
        }
      }
      Thread.sleep(100);
    }
    throw new IllegalStateException("No '" + pattern + "' in " + Files.readString(log));
  }

  @Override
  public void close() {
    daemons.forEach(Process::destroyForcibly);
    daemons.forEach(
        daemon -> {
          try {
            daemon.waitFor();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }
}
