package org.logoformer.jobs.network;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.LogoException;
import org.logoformer.shard.Manifest;
import org.logoformer.storage.SharedPaths;

/** The classes of {@code data.shards}, which those of a network follow. */
public final class SetClasses {
  private SetClasses() {}

  /**
   * The configuration of a command line, with {@code model.classes} of the shard set it names
   * unless it says another number. What is wrong with the set is left to those who read its clips.
   *
   * @throws org.logoformer.error.ConfigException if a key or value is wrong
   */
  public static LogoConfig config(ConfigOptions options) {
    LogoConfig given = options.config();
    Optional<List<String>> names = of(given, SharedPaths.hadoop(given));
    if (names.isEmpty() || names.get().size() == given.model().classes()) {
      return given;
    }
    return options.config(
        "model.classes = " + names.get().size(), "shard set " + given.data().shards());
  }

  /** Names by label; empty if no set is named, or it has no labels or cannot be read. */
  public static Optional<List<String>> of(LogoConfig config, Configuration hadoop) {
    if (config.data().shards().isEmpty()) {
      return Optional.empty();
    }
    try {
      Path folder = SharedPaths.input(config.data().shards(), hadoop);
      Manifest manifest = Manifest.read(folder.getFileSystem(hadoop), folder);
      return manifest.isUnlabelled()
          ? Optional.empty()
          : Optional.of(manifest.origin().classes().names());
    } catch (IOException | LogoException e) {
      return Optional.empty();
    }
  }

  /** Names for the classes of a network: those of the set if it has as many, or general ones. */
  public static List<String> names(LogoConfig config, Configuration hadoop) {
    int classes = config.model().classes();
    return of(config, hadoop)
        .filter(names -> names.size() == classes)
        .orElseGet(() -> ClassNames.of(classes));
  }
}
