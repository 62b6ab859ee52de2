package org.logoformer.jobs.dryrun;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.security.AccessControlException;
import org.logoformer.checkpoint.CheckpointStore;
import org.logoformer.checkpoint.Retention;
import org.logoformer.config.LogoConfig;
import org.logoformer.dl4j.Tuning;
import org.logoformer.error.ClusterException;
import org.logoformer.error.ConfigException;
import org.logoformer.error.DataException;
import org.logoformer.jobs.network.InitialWeights;
import org.logoformer.jobs.run.Fold;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.shard.Manifest;
import org.logoformer.shard.Shard;
import org.logoformer.storage.SharedPaths;

/**
 * What a run reads and where it writes, looked at where the command is typed, so that what would
 * fail in an executor fails here.
 *
 * @param manifest of the shard set
 * @param folds clips by fold
 * @param initial what the weights of a new run start from; empty: random ones, or a run goes on
 */
record RunInputs(Manifest manifest, Map<Integer, Clips> folds, List<String> initial) {
  /** How many clips a fold trains and tests on. */
  record Clips(int train, int test) {}

  /**
   * Opens everything that training needs.
   *
   * @param config with a shard set
   * @throws ConfigException if the network has another number of classes than the set
   * @throws DataException if shards or weights are missing or broken, or a fold has no clips
   * @throws ClusterException if the storage does not answer, or may not be written to
   */
  static RunInputs ofTraining(LogoConfig config) {
    return of(config, true);
  }

  /** The same for a command that only tests. */
  static RunInputs ofTest(LogoConfig config) {
    return of(config, false);
  }

  private static RunInputs of(LogoConfig config, boolean trains) {
    Configuration hadoop = SharedPaths.hadoop(config);
    LogoConfig whole = SharedPaths.qualified(config, hadoop);
    Manifest manifest = manifest(whole, hadoop);
    if (trains) {
      // Refuses parts that the network does not have.
      Tuning.of(config);
    }
    Map<Integer, Clips> folds = new TreeMap<>();
    for (int fold : Fold.numbers(config.data())) {
      int train = trains ? Fold.of(manifest, config, fold).train().size() : 0;
      folds.put(fold, new Clips(train, Fold.testClips(manifest, config.data(), fold).size()));
    }
    boolean initialises =
        trains
            && !whole.train().init().isEmpty()
            && begins(RunFolder.of(whole.run()), folds, hadoop);
    List<String> initial = initialises ? InitialWeights.read(hadoop, whole).notes() : List.of();
    requireWritable(new Path(whole.run().dir()), hadoop);
    return new RunInputs(manifest, folds, initial);
  }

  /** Whether some fold has no checkpoint to go on from. */
  private static boolean begins(RunFolder layout, Map<Integer, Clips> folds, Configuration hadoop) {
    try {
      FileSystem files = layout.folder().getFileSystem(hadoop);
      return folds.keySet().stream()
          .anyMatch(
              fold ->
                  new CheckpointStore(files, layout.fold(fold).folder(), Retention.ALL)
                      .committed()
                      .isEmpty());
    } catch (IOException e) {
      throw silent("Cannot read run.dir", layout.folder(), e);
    }
  }

  private static Manifest manifest(LogoConfig whole, Configuration hadoop) {
    Path folder = new Path(whole.data().shards());
    try {
      FileSystem files = folder.getFileSystem(hadoop);
      Manifest manifest = Manifest.read(files, folder);
      manifest.requireLabels(folder);
      requireClasses(manifest, whole);
      requireWhole(files, folder, manifest);
      return manifest;
    } catch (IOException e) {
      throw silent("Cannot read data.shards", folder, e);
    }
  }

  private static void requireClasses(Manifest manifest, LogoConfig config) {
    int classes = manifest.origin().classes().size();
    if (config.model().classes() != classes) {
      throw new ConfigException(
          "model.classes = %d, but the shard set %s has %d classes (%s): leave model.classes out, so that it follows the set, or set model.classes=%d"
              .formatted(
                  config.model().classes(),
                  config.data().shards(),
                  classes,
                  String.join(", ", manifest.origin().classes().names()),
                  classes));
    }
  }

  private static void requireWhole(FileSystem files, Path folder, Manifest manifest)
      throws IOException {
    Map<String, Long> lengths = new TreeMap<>();
    for (FileStatus status : files.listStatus(folder)) {
      lengths.put(status.getPath().getName(), status.getLen());
    }
    for (Shard shard : manifest.shards()) {
      Long length = lengths.get(shard.file());
      if (length == null || length != shard.bytes()) {
        throw new DataException(
            "Shard %s/%s %s, the manifest says %d bytes: run 'logo prep --repair %s'"
                .formatted(
                    folder,
                    shard.file(),
                    length == null ? "is not there" : "has " + length + " bytes",
                    shard.bytes(),
                    shard.name()));
      }
    }
  }

  /** The nearest folder that is there decides. */
  private static void requireWritable(Path runs, Configuration hadoop) {
    try {
      FileSystem files = runs.getFileSystem(hadoop);
      Path there = runs;
      while (!files.exists(there) && there.getParent() != null) {
        there = there.getParent();
      }
      if (files.getFileStatus(there).isFile()) {
        throw new ConfigException("run.dir = %s: %s is a file".formatted(runs, there));
      }
      files.access(there, FsAction.WRITE);
    } catch (AccessControlException e) {
      throw new ClusterException(
          "run.dir = %s may not be written to: %s; ask for the right, or choose another folder"
              .formatted(runs, e.getMessage()),
          e);
    } catch (IOException e) {
      throw silent("Cannot look at run.dir", runs, e);
    }
  }

  private static ClusterException silent(String failure, Path place, IOException e) {
    return new ClusterException(
        "%s = %s: %s; check the address and that the storage is up"
            .formatted(failure, place, e.getMessage()),
        e);
  }
}
