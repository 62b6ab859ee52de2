package org.logoformer.jobs.comparison;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.error.DataException;
import org.logoformer.jobs.evaluation.PredictionFiles;
import org.logoformer.jobs.network.ClassNames;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.jobs.network.SetClasses;
import org.logoformer.jobs.run.FoldFolder;
import org.logoformer.jobs.run.FoldMetrics;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.storage.SharedPaths;
import org.logoformer.storage.Unreadable;

/**
 * What was said of some clips.
 *
 * @param name as it was given
 * @param classes names by index
 * @param predictions each clip once
 */
public record Tested(String name, List<String> classes, List<Prediction> predictions) {
  /**
   * Reads the predictions of a run (or of an evaluation below it), of all folds together, or those
   * of a file.
   *
   * @param given a path, or the name of a run in {@code run.dir}
   * @param folds of a run; empty: all it has
   * @throws DataException if there are none, or a clip is there twice
   */
  public static Tested read(
      String given, List<Integer> folds, LogoConfig config, Configuration hadoop) {
    Path place = place(given, config, hadoop);
    try {
      FileSystem files = place.getFileSystem(hadoop);
      if (files.getFileStatus(place).isFile() || isOneFold(files, place)) {
        return ofFile(given, place, config, hadoop);
      }
      return ofRun(given, new RunFolder(place), folds, config, hadoop);
    } catch (FileNotFoundException e) {
      throw new DataException(
          "There are no predictions at %s%s: give a run's folder, its name in run.dir, or a file"
              .formatted(place, SharedPaths.otherwise(place, hadoop)),
          e);
    } catch (IOException e) {
      throw Unreadable.of(place, e, "Restore it");
    }
  }

  /** The same under another name. */
  public Tested called(String other) {
    return new Tested(other, classes, predictions);
  }

  /** Where a run or a file lies that is given as a path, or as the name of a run in run.dir. */
  static Path place(String given, LogoConfig config, Configuration hadoop) {
    Path path = SharedPaths.input(given, hadoop);
    if (given.startsWith("/") || given.contains(":")) {
      return path;
    }
    Path named = SharedPaths.input(config.run().dir() + "/" + given, hadoop);
    try {
      boolean isThere = path.getFileSystem(hadoop).exists(path);
      return !isThere && named.getFileSystem(hadoop).exists(named) ? named : path;
    } catch (IOException e) {
      throw Unreadable.of(path, e, "Restore it");
    }
  }

  private static boolean isOneFold(FileSystem files, Path folder) throws IOException {
    return files.exists(new FoldFolder(folder).predictions())
        || new RunFolder(folder).folds(files).isEmpty();
  }

  private static Tested ofFile(String given, Path place, LogoConfig config, Configuration hadoop)
      throws IOException {
    FileSystem files = place.getFileSystem(hadoop);
    boolean isFile = files.getFileStatus(place).isFile();
    FoldFolder fold = new FoldFolder(isFile ? place.getParent() : place);
    Path file = isFile || !files.exists(fold.predictions()) ? place : fold.predictions();
    // Beside another file of predictions there may be any metrics.json.
    List<String> classes =
        file.equals(fold.predictions())
            ? classes(files, fold, config, hadoop)
            : names(config, hadoop);
    return new Tested(given, classes, PredictionFiles.read(hadoop, file, classes, Map.of()));
  }

  private static Tested ofRun(
      String given, RunFolder run, List<Integer> wanted, LogoConfig config, Configuration hadoop)
      throws IOException {
    FileSystem files = run.folder().getFileSystem(hadoop);
    List<FoldFolder> folds =
        wanted.isEmpty() ? run.folds(files) : wanted.stream().map(run::fold).toList();
    List<String> classes = classes(files, folds.get(0), config, hadoop);
    List<Prediction> all = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (FoldFolder fold : folds) {
      Path file =
          run.evaluated(files, fold, FoldFolder::predictions)
              .orElseThrow(
                  () ->
                      new DataException(
                          "%s has no predictions in %s: run 'logo evaluate' for it first, or choose by --fold"
                              .formatted(given, fold.folder())));
      for (Prediction row : PredictionFiles.read(hadoop, file, classes, Map.of())) {
        if (!seen.add(row.clip())) {
          throw new ConfigException(
              "%s tests the clip %s in several folds: choose one by --fold"
                  .formatted(given, row.clip()));
        }
        all.add(row);
      }
    }
    return new Tested(given, classes, all);
  }

  private static List<String> classes(
      FileSystem files, FoldFolder fold, LogoConfig config, Configuration hadoop)
      throws IOException {
    Optional<FoldMetrics> metrics = FoldMetrics.read(files, fold.metrics());
    return metrics.map(m -> m.evaluation().classes()).orElseGet(() -> names(config, hadoop));
  }

  private static List<String> names(LogoConfig config, Configuration hadoop) {
    return SetClasses.of(config, hadoop).orElseGet(() -> ClassNames.of(config.model().classes()));
  }
}
