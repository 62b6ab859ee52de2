package org.logoformer.jobs.evaluation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.network.SetClasses;
import org.logoformer.jobs.network.Weights;
import org.logoformer.jobs.run.Fold;
import org.logoformer.jobs.run.FoldFolder;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.jobs.weights.Origin;
import org.logoformer.storage.SharedPaths;
import org.logoformer.storage.Unreadable;

/**
 * One of several networks that are evaluated together.
 *
 * @param name of its files and its line
 * @param config what it is evaluated with: its own settings below those of the command
 * @param weights of each fold
 * @param classes their names by index; empty if nothing says them
 */
record Member(
    String name, LogoConfig config, Map<Integer, Weights> weights, Optional<List<String>> classes) {
  /** What the files of all together are called. */
  static final String ENSEMBLE = "ensemble";

  /**
   * Reads the networks, before Spark is started.
   *
   * @param paths runs, folds, checkpoints or files of weights
   * @throws ConfigException if the command asks for another network or input than one of them has
   * @throws org.logoformer.error.DataException if one is missing or broken
   */
  static List<Member> read(ConfigOptions options, List<String> paths, Origin.Choice choice) {
    Configuration hadoop = SharedPaths.hadoop(options.config());
    List<Member> members = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>(Set.of(ENSEMBLE));
    for (String given : paths) {
      Path path = SharedPaths.input(given, hadoop);
      try {
        members.add(read(options, path, choice, hadoop, name(path, names)));
      } catch (IOException e) {
        throw Unreadable.of(path, e, "Check --checkpoints");
      }
    }
    return members;
  }

  private static Member read(
      ConfigOptions options, Path path, Origin.Choice choice, Configuration hadoop, String name)
      throws IOException {
    FileSystem files = path.getFileSystem(hadoop);
    List<FoldFolder> folds =
        files.exists(path) && files.getFileStatus(path).isDirectory()
            ? new RunFolder(path).folds(files)
            : List.of();
    Function<Integer, Origin> origin =
        fold -> Origin.of(hadoop, path, choice, fold, options::config);
    Origin any = origin.apply(folds.isEmpty() ? null : folds.get(0).number());
    LogoConfig config = RunSettings.below(options, any, hadoop);
    List<Integer> wanted = Fold.numbers(config.data());
    if (folds.isEmpty() && wanted.size() > 1) {
      throw new ConfigException(
          "%s is one network and data.folds = %s are several: it has seen the test clips of all but one; give one fold, or runs"
              .formatted(path, wanted));
    }
    Map<Integer, Weights> weights = new TreeMap<>();
    for (int fold : wanted) {
      Origin own = folds.isEmpty() ? any : origin.apply(fold);
      weights.put(fold, Weights.of(own.tensors(), config.model(), own.place()));
    }
    return new Member(name, config, weights, classes(any, hadoop));
  }

  /** As its own test has them, or else the shard set that it was trained on. */
  private static Optional<List<String>> classes(Origin origin, Configuration hadoop) {
    return TestedClasses.of(hadoop, new Path(origin.place()))
        .or(() -> SetClasses.of(origin.config(), hadoop));
  }

  /** The name of its folder or file, with a number if there is one of that name already. */
  private static String name(Path path, Set<String> names) {
    String plain =
        path.getName().replaceFirst("\\.safetensors$", "").replaceAll("[^A-Za-z0-9._-]", "_");
    String name = plain;
    for (int number = 2; !names.add(name); number++) {
      name = plain + "-" + number;
    }
    return name;
  }
}
