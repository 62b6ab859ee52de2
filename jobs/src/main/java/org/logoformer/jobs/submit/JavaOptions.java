package org.logoformer.jobs.submit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.logoformer.config.SparkConfig;
import org.logoformer.config.SparkConfig.DeployMode;
import org.logoformer.config.SparkConfig.Variant;

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

  /** So that executors write numbers as the driver reads them, wherever their machines are. */
  private static final List<String> LANGUAGE = List.of("-Duser.language=en", "-Duser.country=US");

  private JavaOptions() {}

  static List<String> opens() {
    return OPENED.stream().map(p -> "--add-opens=java.base/" + p + "=ALL-UNNAMED").toList();
  }

  /** Of an executor. */
  static List<String> executor(SparkConfig spark) {
    List<String> options = new ArrayList<>(LANGUAGE);
    options.addAll(nativeMemory(spark));
    options.addAll(variant(spark));
    if (!spark.javaOptions().isBlank()) {
      options.addAll(List.of(spark.javaOptions().strip().split("\\s+", -1)));
    }
    return options;
  }

  /** Which build of ND4J is loaded. */
  static List<String> variant(SparkConfig spark) {
    return spark.nativeVariant() == Variant.AUTO
        ? List.of()
        : List.of("-Dorg.bytedeco.javacpp.platform.extension=" + extension(spark.nativeVariant()));
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

  /** As Spark takes them apart again: one with a space in quotes. */
  static String joined(List<String> options) {
    return options.stream()
        .map(option -> option.contains(" ") ? '"' + option + '"' : option)
        .collect(Collectors.joining(" "));
  }

  /** How JavaCPP calls the build of ND4J. */
  private static String extension(Variant variant) {
    return variant == Variant.PLAIN ? "" : "-" + variant.name().toLowerCase(Locale.ROOT);
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
