package org.logoformer.storage;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;

/** Paths that mean the same to every process of a job: an executor runs in a folder of its own. */
public final class SharedPaths {
  private SharedPaths() {}

  /**
   * The configuration with the paths that executors use complete: file system, and absolute.
   *
   * @throws ConfigException if a path names a file system that cannot be reached
   */
  public static LogoConfig qualified(LogoConfig config, Configuration hadoop) {
    return config.with(
        "data.shards=" + qualified(config.data().shards(), hadoop),
        "synth.output=" + qualified(config.synth().output(), hadoop));
  }

  /**
   * The path with its file system, and absolute; nothing stays nothing.
   *
   * @throws ConfigException if it names a file system that cannot be reached
   */
  public static String qualified(String path, Configuration hadoop) {
    if (path.isBlank()) {
      return path;
    }
    try {
      Path given = new Path(path);
      return given.getFileSystem(hadoop).makeQualified(given).toString();
    } catch (IOException e) {
      throw new ConfigException(
          "Cannot reach the file system of %s: %s; set HADOOP_CONF_DIR, or name the host"
              .formatted(path, e.getMessage()),
          e);
    }
  }
}
