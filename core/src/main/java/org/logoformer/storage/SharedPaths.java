package org.logoformer.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;

/**
 * Paths as they are typed, made whole once where a command begins: an executor runs in a folder of
 * its own, and {@code hdfs:///x}, {@code /x} and {@code x} mean what the default file system makes
 * of them.
 */
public final class SharedPaths {
  private static final String SPARK_HADOOP = "spark.hadoop.";
  private static final String LOCAL = "file";

  private SharedPaths() {}

  /**
   * The configuration with the paths of runs and shards complete: file system, and absolute.
   *
   * @throws ConfigException if a path names a file system that cannot be reached
   */
  public static LogoConfig qualified(LogoConfig config, Configuration hadoop) {
    return config.with(
        "run.dir=" + qualified(config.run().dir(), hadoop),
        "data.shards=" + qualified(config.data().shards(), hadoop),
        "train.init=" + qualified(config.train().init(), hadoop),
        "evaluate.weights=" + qualified(config.evaluate().weights(), hadoop),
        "synth.output=" + qualified(config.synth().output(), hadoop));
  }

  /**
   * The path with its file system, and absolute; an empty path stays empty.
   *
   * @throws ConfigException if it names a file system that cannot be reached
   */
  public static String qualified(String path, Configuration hadoop) {
    return path.isBlank() ? path : input(path, hadoop).toString();
  }

  /**
   * What a command reads: on the default file system unless a scheme says otherwise.
   *
   * @throws ConfigException if it is no path, or names a file system that cannot be reached
   * @throws org.logoformer.error.ClusterException if that does not answer
   */
  public static Path input(String typed, Configuration hadoop) {
    Path path = path(typed);
    FileSystem files = fileSystem(path, hadoop);
    Answer.require(files);
    return files.makeQualified(path);
  }

  /**
   * What a command writes for people (a page, a table, a picture): on this machine unless a scheme
   * says otherwise.
   *
   * @throws ConfigException if it is no path, or names a file system that cannot be reached
   */
  public static Path output(String typed, Configuration hadoop) {
    Path path = path(typed);
    return path.toUri().getScheme() == null
        ? new Path(java.nio.file.Path.of(typed).toAbsolutePath().normalize().toUri())
        : input(typed, hadoop);
  }

  /**
   * For the message about a path that is not there: where else it may have been meant to be. Empty
   * where there is no doubt.
   */
  public static String otherwise(Path missing, Configuration hadoop) {
    Path whole = fileSystem(missing, hadoop).makeQualified(missing);
    Path root = new Path(FileSystem.getDefaultUri(hadoop));
    boolean byDefault =
        !LOCAL.equals(root.toUri().getScheme())
            && root.toUri().getScheme().equals(whole.toUri().getScheme())
            && String.valueOf(root.toUri().getAuthority()).equals(whole.toUri().getAuthority());
    if (!byDefault) {
      return "";
    }
    String path = whole.toUri().getPath();
    boolean here = Files.exists(java.nio.file.Path.of(path));
    return " (a path without a scheme is on the default file system, %s; this machine's is file://%s, which is %s)"
        .formatted(root.toString().replaceFirst("/+$", ""), path, here ? "there" : "not there");
  }

  /**
   * Hadoop's settings as a Spark session has them, without one: those of {@code HADOOP_CONF_DIR},
   * of Spark's own files, which spark-submit hands on as properties, and of {@code spark.conf}.
   */
  public static Configuration hadoop(LogoConfig config) {
    Map<String, String> settings = new TreeMap<>();
    Properties properties = System.getProperties();
    properties.stringPropertyNames().forEach(k -> settings.put(k, properties.getProperty(k)));
    settings.putAll(config.spark().conf());
    Configuration hadoop = new Configuration();
    settings.forEach(
        (key, value) -> {
          if (key.startsWith(SPARK_HADOOP)) {
            hadoop.set(key.substring(SPARK_HADOOP.length()), value);
          }
        });
    return hadoop;
  }

  private static Path path(String typed) {
    try {
      return new Path(typed);
    } catch (IllegalArgumentException e) {
      throw new ConfigException("'%s' is no path: %s".formatted(typed, e.getMessage()), e);
    }
  }

  private static FileSystem fileSystem(Path path, Configuration hadoop) {
    try {
      return path.getFileSystem(hadoop);
    } catch (IOException | RuntimeException e) {
      throw new ConfigException(
          "Cannot reach the file system of %s: %s; %s"
              .formatted(path, e.getMessage(), remedy(path.toUri().getScheme())),
          e);
    }
  }

  /** A missing library of a cloud's storage comes as a RuntimeException about a class. */
  private static String remedy(String scheme) {
    if (scheme != null && scheme.startsWith("s3")) {
      return "s3a://bucket/path needs hadoop-aws and its AWS SDK in Spark's jars (or"
          + " spark.conf.spark.jars.packages=org.apache.hadoop:hadoop-aws:3.3.4)";
    }
    return "set HADOOP_CONF_DIR, or name the host, such as hdfs://namenode:8020/path";
  }
}
