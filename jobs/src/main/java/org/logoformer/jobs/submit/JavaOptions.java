package org.logoformer.jobs.submit;

import java.util.List;
import java.util.stream.Stream;
import org.logoformer.config.SparkConfig;

/** Options of the JVMs of a job. */
final class JavaOptions {
  /** What Spark reaches into on JDK 17; executors get the same from Spark itself. */
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "jdk.internal.ref",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.security.action",
          "sun.util.calendar");

  private JavaOptions() {}

  static List<String> opens() {
    return OPENED.stream().map(p -> "--add-opens=java.base/" + p + "=ALL-UNNAMED").toList();
  }

  /** Of the driver; {@code log} is the address of its Log4j configuration. */
  static List<String> driver(SparkConfig spark, String log) {
    return Stream.concat(
            nativeMemory(spark).stream(),
            Stream.of("-Djava.awt.headless=true", "-Dlog4j2.configurationFile=" + log))
        .toList();
  }

  /**
   * Bounds for JavaCPP: {@code spark.native-memory} for what it allocates. The physical bound
   * counts the heap too and defaults to a multiple of it that training outgrows, so it is off.
   */
  static List<String> nativeMemory(SparkConfig spark) {
    return List.of(
        "-Dorg.bytedeco.javacpp.maxbytes=" + spark.nativeMemory().mebibytes(),
        "-Dorg.bytedeco.javacpp.maxphysicalbytes=0");
  }
}
