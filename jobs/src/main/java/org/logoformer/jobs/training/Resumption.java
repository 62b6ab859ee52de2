package org.logoformer.jobs.training;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.logoformer.checkpoint.CheckpointId;
import org.logoformer.checkpoint.CheckpointStore;
import org.logoformer.checkpoint.Retention;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.run.FoldFolder;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.jobs.run.RunShards;
import org.logoformer.storage.SharedPaths;
import org.logoformer.train.resume.ConfigDrift;

/** Checks, before any file is replaced, whether a command may resume the run in its folder. */
public final class Resumption {
  private Resumption() {}

  /**
   * Compares the newest checkpoint of every fold in the folder with the command.
   *
   * @return changed settings that are allowed, with the checkpoints from which on they hold
   * @throws ConfigException if the settings would make another network of the checkpoints
   * @throws org.logoformer.error.DataException if the shards are not those of the training so far
   */
  static List<String> require(Configuration hadoop, LogoConfig config, RunFolder layout)
      throws IOException {
    List<Newest> begun = begun(hadoop, layout);
    List<String> departures = new ArrayList<>();
    begun.forEach(fold -> departures.addAll(fold.departures(config, layout)));
    if (!begun.isEmpty()) {
      RunShards.requireSame(hadoop, config, layout);
    }
    return departures;
  }

  /**
   * The same before Spark is started, for the command as the user typed it.
   *
   * @return a line for each fold in the folder, with the epoch and round to resume from, and one
   *     for each departure; empty for a new run
   * @throws ClusterException if the storage of the run cannot be read
   */
  public static List<String> look(LogoConfig given) {
    Configuration hadoop = SharedPaths.hadoop(given);
    LogoConfig config = SharedPaths.qualified(given, hadoop);
    RunFolder layout = RunFolder.of(config.run());
    try {
      List<String> departures = require(hadoop, config, layout);
      List<String> lines = new ArrayList<>();
      begun(hadoop, layout).forEach(fold -> lines.add(fold.position(config.train().epochs())));
      departures.forEach(departure -> lines.add("not exactly: " + departure));
      return lines;
    } catch (IOException e) {
      throw new ClusterException(
          "Cannot read run.dir = %s: %s; check the address and that the storage is up"
              .formatted(layout.folder(), e.getMessage()),
          e);
    }
  }

  /** The folds in the folder that have a checkpoint. */
  private static List<Newest> begun(Configuration hadoop, RunFolder layout) throws IOException {
    List<Newest> begun = new ArrayList<>();
    FileSystem files = layout.folder().getFileSystem(hadoop);
    for (FoldFolder fold : layout.folds(files)) {
      CheckpointStore store = new CheckpointStore(files, fold.folder(), Retention.ALL);
      List<CheckpointId> committed = store.committed();
      if (!committed.isEmpty()) {
        CheckpointId newest = committed.get(committed.size() - 1);
        begun.add(new Newest(fold.name().replace('-', ' '), newest, store.state(newest)));
      }
    }
    return begun;
  }

  /**
   * The newest checkpoint of a fold.
   *
   * @param fold its name for messages
   * @param state its {@code state.json}
   */
  private record Newest(String fold, CheckpointId id, ObjectNode state) {
    /** Rounds of the next epoch that the checkpoint holds as well. */
    int round() {
      return state.path("round").asInt();
    }

    String position(int epochs) {
      return id.epoch() >= epochs
          ? "%s: all %d epochs are trained".formatted(fold, id.epoch())
          : "%s: goes on after epoch %d, round %d of the next".formatted(fold, id.epoch(), round());
    }

    List<String> departures(LogoConfig config, RunFolder layout) {
      int epochs = config.train().epochs();
      int begun = id.epoch() + (round() > 0 ? 1 : 0);
      if (begun > epochs) {
        throw new ConfigException(
            "train.epochs = %d, but %s holds %s, which is of epoch %d: set train.epochs=%d at least, or another run.name"
                .formatted(epochs, layout.folder(), id.folder(), begun, begun));
      }
      List<String> changes =
          ConfigDrift.require(state.path("config").asText(), config, layout.folder().toString());
      return id.epoch() < epochs
          ? changes.stream().map(c -> "%s from %s on: %s".formatted(fold, id.folder(), c)).toList()
          : List.of();
    }
  }
}
