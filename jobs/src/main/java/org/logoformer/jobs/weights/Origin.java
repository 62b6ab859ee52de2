package org.logoformer.jobs.weights;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.checkpoint.Checkpoint;
import org.logoformer.checkpoint.CheckpointId;
import org.logoformer.checkpoint.CheckpointStore;
import org.logoformer.checkpoint.Retention;
import org.logoformer.checkpoint.Safetensors;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.error.DataException;
import org.logoformer.jobs.run.FoldFolder;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.storage.Unreadable;
import org.logoformer.train.resume.Checkpoints;
import org.logoformer.weights.Settings;
import org.logoformer.weights.WeightsFile;

/**
 * Weights to export or to predict with, and the network that they are of.
 *
 * @param tensors by the network's names
 * @param settings for the header
 * @param place where they were found
 */
public record Origin(
    Safetensors tensors, LogoConfig config, Map<String, String> settings, String place) {

  /** Which checkpoint of a fold. */
  public enum Choice {
    /** The newest of a whole epoch. */
    LAST {
      @Override
      public Optional<Checkpoint> of(CheckpointStore store) {
        return store.newest(Checkpoints::isOfAWholeEpoch);
      }
    },
    /** That of the highest score. */
    BEST {
      @Override
      public Optional<Checkpoint> of(CheckpointStore store) {
        return store.best();
      }
    },
    /** The newest, be it of the middle of an epoch. */
    NEWEST {
      @Override
      public Optional<Checkpoint> of(CheckpointStore store) {
        return store.newest();
      }
    };

    /**
     * The checkpoint that it chooses; empty if there is none.
     *
     * @throws DataException if it is broken
     */
    public abstract Optional<Checkpoint> of(CheckpointStore store);

    /** What is missing where there is none, for messages. */
    public String missing(Path fold) {
      return switch (this) {
        case LAST -> "No checkpoint of a whole epoch in %s".formatted(fold);
        case BEST -> "No checkpoint with a score in %s".formatted(fold);
        case NEWEST -> "No checkpoint in %s".formatted(fold);
      };
    }

    /** How it is written on the command line. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Finds weights in a run, a fold of it, a checkpoint, or a file.
   *
   * @param fold of a run that has several; null: there is one
   * @param given what a file is of that does not say
   * @throws DataException if there is nothing
   */
  public static Origin of(
      Configuration hadoop, Path from, Choice choice, Integer fold, Supplier<LogoConfig> given) {
    try {
      FileSystem files = from.getFileSystem(hadoop);
      FileStatus status = status(files, from);
      if (!status.isDirectory()) {
        return ofFile(files, from, given);
      } else if (files.exists(new Path(from, "state.json"))) {
        return ofCheckpoint(files, from);
      }
      Path folder = files.exists(new Path(from, "ckpt")) ? from : fold(files, from, fold);
      CheckpointStore store = new CheckpointStore(files, folder, Retention.ALL);
      return of(
          store,
          choice
              .of(store)
              .orElseThrow(
                  () ->
                      new DataException(
                          "%s: train it first, or name a file or another --checkpoint"
                              .formatted(choice.missing(folder)))));
    } catch (IOException e) {
      throw Unreadable.of(from, e, "Check the path");
    }
  }

  private static FileStatus status(FileSystem files, Path from) throws IOException {
    try {
      return files.getFileStatus(from);
    } catch (FileNotFoundException e) {
      throw new DataException(
          from + " is not there: give a run, a fold, a checkpoint or a file", e);
    }
  }

  private static Origin ofFile(FileSystem files, Path from, Supplier<LogoConfig> given)
      throws IOException {
    Safetensors content = WeightsFile.read(files, from);
    Optional<LogoConfig> own = Settings.config(content);
    LogoConfig config = own.orElseGet(given);
    Map<String, String> settings =
        own.isPresent() ? new TreeMap<>(content.metadata()) : Settings.of(config);
    return new Origin(content, config, settings, from.toString());
  }

  private static Origin ofCheckpoint(FileSystem files, Path folder) {
    CheckpointStore store =
        new CheckpointStore(files, folder.getParent().getParent(), Retention.ALL);
    CheckpointId id =
        store.committed().stream()
            .filter(each -> store.path(each).getName().equals(folder.getName()))
            .findFirst()
            .orElseThrow(
                () -> new DataException(folder + " was not committed: choose another checkpoint"));
    return of(store, store.read(id));
  }

  private static Origin of(CheckpointStore store, Checkpoint checkpoint) {
    String place = store.path(checkpoint.id()).toString();
    LogoConfig config = LogoConfig.parse(checkpoint.state().path("config").asText(), place);
    return new Origin(
        new Safetensors(checkpoint.params()), config, Settings.withInput(config), place);
  }

  private static Path fold(FileSystem files, Path run, Integer wanted) throws IOException {
    List<FoldFolder> folds = new RunFolder(run).folds(files);
    String names = folds.stream().map(FoldFolder::name).collect(Collectors.joining(", "));
    if (folds.isEmpty()) {
      throw new DataException(
          run + " is no run: there is no fold in it, nor is it a fold or a checkpoint");
    }
    if (wanted == null && folds.size() > 1) {
      throw new ConfigException("%s has %s: choose one by --fold".formatted(run, names));
    }
    return folds.stream()
        .map(FoldFolder::folder)
        .filter(f -> wanted == null || f.getName().equals("fold-" + wanted))
        .findFirst()
        .orElseThrow(
            () -> new ConfigException("--fold = %d: %s has %s".formatted(wanted, run, names)));
  }
}
