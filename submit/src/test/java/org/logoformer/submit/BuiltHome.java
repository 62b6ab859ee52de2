package org.logoformer.submit;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A project folder as the build leaves it, made of the class path of the test: job jars and a Spark
 * home, mostly links.
 */
final class BuiltHome {
  private static final Pattern JOB =
      Pattern.compile(
          "(logoformer|nd4j|dl4j|deeplearning4j|datavec|javacpp|openblas|dnnl|opencl|leptonica|ffmpeg|picocli|progressbar).*");
  private static final Pattern NEITHER =
      Pattern.compile(
          "(hadoop-client-minicluster|junit|assertj|jqwik|archunit|byte-buddy|bcp|bcutil).*");

  private BuiltHome() {}

  /** Writes the folder. */
  static void write(Path home) throws IOException {
    Path app = Files.createDirectories(home.resolve("submit/target/dist/app"));
    Path spark = Files.createDirectories(home.resolve("submit/target/dist/spark/jars"));
    Files.createFile(spark.resolveSibling("RELEASE"));
    Files.copy(Path.of("../submit/log4j2.properties"), home.resolve("submit/log4j2.properties"));
    String[] entries = System.getProperty("java.class.path").split(File.pathSeparator, -1);
    for (int i = 0; i < entries.length; i++) {
      Path entry = Path.of(entries[i]).toAbsolutePath().normalize();
      if (Files.isDirectory(entry)) {
        boolean main = Files.exists(entry.resolve("org/logoformer/cli/Logo.class"));
        pack(entry, app.resolve("logoformer-" + (main ? "core-" : "") + i + ".jar"));
      } else if (Files.exists(entry)) {
        link(entry, app, spark);
      }
    }
  }

  private static void link(Path jar, Path app, Path spark) throws IOException {
    String name = jar.getFileName().toString();
    if (name.endsWith(".jar") && !NEITHER.matcher(name).matches()) {
      Files.createSymbolicLink((JOB.matcher(name).matches() ? app : spark).resolve(name), jar);
    }
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      List<Path> regular = files.filter(Files::isRegularFile).sorted().toList();
      for (Path file : regular) {
        zip.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
        Files.copy(file, zip);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
