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

/** Whether a command may go on with what a run folder holds; asked before any file is replaced. */
public final class Resumption {
  private final Configuration hadoop;
  private final LogoConfig config;
  private final RunFolder layout;

  private Resumption(Configuration hadoop, LogoConfig config, RunFolder layout) {
    this.hadoop = hadoop;
    this.config = config;
    this.layout = layout;
  }

  /**
   * Compares the newest checkpoint of every fold in the folder with the command.
   *
   * @return changed settings that are allowed, with the checkpoints from which on they hold
   * @throws ConfigException if the settings would make another network of them
   * @throws org.logoformer.error.DataException if the shards are not those that they were trained
   *     on
   */
  static List<String> require(Configuration hadoop, LogoConfig config, RunFolder layout)
      throws IOException {
    return new Resumption(hadoop, config, layout).departures();
  }

  /**
   * The same before Spark is started, for the command as it was typed.
   *
   * @return a line for each fold of the folder, where it goes on, and for each departure; empty for
   *     a new run
   * @throws ClusterException if the storage of the run cannot be read
   */
  public static List<String> look(LogoConfig given) {
    Configuration hadoop = SharedPaths.hadoop(given);
    LogoConfig config = SharedPaths.qualified(given, hadoop);
    RunFolder layout = RunFolder.of(config.run());
    try {
      Resumption resumption = new Resumption(hadoop, config, layout);
      List<String> lines = new ArrayList<>();
      resumption.departures().forEach(departure -> lines.add("not exactly: " + departure));
      lines.addAll(0, resumption.positions());
      return lines;
    } catch (IOException e) {
      throw new ClusterException(
          "Cannot read run.dir = %s: %s; check the address and that the storage is up"
              .formatted(layout.folder(), e.getMessage()),
          e);
    }
  }

  private List<String> positions() throws IOException {
    List<String> positions = new ArrayList<>();
    FileSystem files = layout.folder().getFileSystem(hadoop);
    for (FoldFolder fold : layout.folds(files)) {
      CheckpointStore store = new CheckpointStore(files, fold.folder(), Retention.ALL);
      List<CheckpointId> committed = store.committed();
      if (!committed.isEmpty()) {
        CheckpointId newest = committed.get(committed.size() - 1);
        positions.add(
            newest.epoch() >= config.train().epochs()
                ? "%s: all %d epochs are trained".formatted(label(fold), newest.epoch())
                : "%s: goes on after epoch %d, round %d of the next"
                    .formatted(
                        label(fold), newest.epoch(), store.state(newest).path("round").asInt()));
      }
    }
    return positions;
  }

  private List<String> departures() throws IOException {
    List<String> departures = new ArrayList<>();
    FileSystem files = layout.folder().getFileSystem(hadoop);
    boolean begun = false;
    for (FoldFolder fold : layout.folds(files)) {
      CheckpointStore store = new CheckpointStore(files, fold.folder(), Retention.ALL);
      List<CheckpointId> committed = store.committed();
      if (!committed.isEmpty()) {
        begun = true;
        departures(store, committed.get(committed.size() - 1), fold, departures);
      }
    }
    if (begun) {
      RunShards.requireSame(hadoop, config, layout);
    }
    return departures;
  }

  private void departures(
      CheckpointStore store, CheckpointId newest, FoldFolder fold, List<String> departures) {
    ObjectNode state = store.state(newest);
    requireNotPast(newest, state.path("round").asInt());
    ConfigDrift.require(state.path("config").asText(), config, layout.folder().toString()).stream()
        .filter(change -> newest.epoch() < config.train().epochs())
        .map(c -> "%s from %s on: %s".formatted(label(fold), newest.folder(), c))
        .forEach(departures::add);
  }

  /**
   * @param round rounds of the next epoch that the checkpoint holds as well
   */
  private void requireNotPast(CheckpointId newest, int round) {
    int epochs = config.train().epochs();
    int begun = newest.epoch() + (round > 0 ? 1 : 0);
    if (begun > epochs) {
      throw new ConfigException(
          "train.epochs = %d, but %s holds %s, which is of epoch %d: set train.epochs=%d at least, or another run.name"
              .formatted(epochs, layout.folder(), newest.folder(), begun, begun));
    }
  }

  private static String label(FoldFolder fold) {
    return fold.name().replace('-', ' ');
  }
}
