package org.logoformer.jobs.submit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;
import org.logoformer.config.SparkConfig;
import org.logoformer.config.SparkConfig.DeployMode;

/** Options of the JVMs of a job. */
final class JavaOptions {
  /** So that executors write numbers as the driver reads them, wherever their machines are. */
  private static final List<String> LANGUAGE = List.of("-Duser.language=en", "-Duser.country=US");

  /**
   * HotSpot's optimising compiler begins ten times later than by default. It works on other
   * threads, on the cores that a process computes with; what trains is native code, so it mostly
   * takes time from a process that begins, and the loops that do matter reach it within seconds.
   */
  private static final List<String> LATE_COMPILER =
      List.of(
          "-XX:Tier4InvocationThreshold=50000",
          "-XX:Tier4MinInvocationThreshold=6000",
          "-XX:Tier4CompileThreshold=150000",
          "-XX:Tier4BackEdgeThreshold=400000");

  private JavaOptions() {}

  /** What Spark reaches into on JDK 17, as it opens it for executors itself. */
  static List<String> opens() {
    return Stream.of(JavaModuleOptions.defaultModuleOptions().split(" ", -1))
        .filter(option -> option.startsWith("--add-opens"))
        .toList();
  }

  /** Of an executor. */
  static List<String> executor(SparkConfig spark) {
    List<String> options = new ArrayList<>(LANGUAGE);
    options.addAll(LATE_COMPILER);
    options.addAll(nativeMemory(spark));
    options.addAll(NativeSettings.javaOptions(spark));
    if (!spark.javaOptions().isBlank()) {
      options.addAll(List.of(spark.javaOptions().strip().split("\\s+", -1)));
    }
    return options;
  }

  /** Of the driver. On the cluster it logs as Spark does there. */
  static List<String> driver(SparkConfig spark, Home home) {
    List<String> options = new ArrayList<>(executor(spark));
    options.add("-Djava.awt.headless=true");
    if (spark.deployMode() == DeployMode.CLIENT) {
      // A URL: the folder's name may hold a space.
      options.add("-Dlog4j2.configurationFile=" + home.submit("log4j2.properties").toUri());
      options.add("-D" + Home.PROPERTY + "=" + home.root());
    }
    return options;
  }

  /** All options as one text. Spark splits it at spaces, so an option with a space is quoted. */
  static String joined(List<String> options) {
    return options.stream()
        .map(option -> option.contains(" ") ? '"' + option + '"' : option)
        .collect(Collectors.joining(" "));
  }

  /**
   * Bounds for JavaCPP: {@code spark.native-memory} for what it allocates. The physical bound
   * counts the heap too and defaults to a multiple of it that training outgrows, so it is off.
   */
  private static List<String> nativeMemory(SparkConfig spark) {
    return List.of(
        "-Dorg.bytedeco.javacpp.maxbytes=" + spark.nativeMemory().mebibytes(),
        "-Dorg.bytedeco.javacpp.maxphysicalbytes=0");
  }
}
