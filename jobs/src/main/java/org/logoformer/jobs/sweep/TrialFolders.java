package org.logoformer.jobs.sweep;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.storage.Unreadable;
import org.logoformer.train.resume.ConfigDrift;

/**
 * The folders of a sweep that hold trials already. A point of a grid is known by its settings: a
 * value or an axis may have been added since, and earlier versions named the folders otherwise.
 */
final class TrialFolders {
  private static final String NAMES = "(" + Retraining.PREFIX + ")?trial-.*|seed-.*";

  private final List<String> axes;

  /** Settings of the runs, as text, by folder; empty where a run only began to begin. */
  private final Map<String, String> begun;

  private final Journal journal;
  private final Map<String, Map<String, Object>> values = new HashMap<>();

  TrialFolders(Configuration hadoop, LogoConfig sweep, Journal journal) {
    this.axes = sweep.sweep().keys();
    this.journal = journal;
    Path folder = RunFolder.of(sweep.run()).folder();
    try {
      this.begun = begun(folder.getFileSystem(hadoop), folder);
    } catch (IOException e) {
      throw Unreadable.of(folder, e, "Check run.dir");
    }
  }

  /** Whether there is a folder of this name. */
  boolean has(String name) {
    return begun.containsKey(name);
  }

  /** Whether a trial has this name, if only in the journal. */
  boolean isTaken(String name) {
    return has(name) || journal.settings(name).isPresent();
  }

  /** The settings of a trial that has begun: it keeps them. */
  Optional<List<String>> begunWith(String name) {
    return journal.settings(name).filter(s -> has(name) || journal.isBegun(name));
  }

  /**
   * Whether the run in a trial's folder has the values of the trial; so has one without settings.
   */
  boolean hasValuesOf(Trial trial) {
    List<String> keys = trial.keys();
    return config(trial.name())
        .map(text -> Trial.values(LogoConfig.parse(text, "settings of " + trial.name()), keys))
        .map(Trial.values(trial.config(), keys)::equals)
        .orElse(true);
  }

  /** The trials of {@code --retrain} that began, by name. */
  List<Trial> retrained(LogoConfig sweep) {
    List<Trial> trials = new ArrayList<>();
    for (String name : begun.keySet()) {
      if (name.startsWith(Retraining.PREFIX)) {
        journal.settings(name).ifPresent(s -> trials.add(Trials.checked(sweep, name, s)));
      }
    }
    return trials;
  }

  /** What the run in a folder was begun with. */
  Optional<String> config(String name) {
    return Optional.ofNullable(begun.get(name)).filter(text -> !text.isEmpty());
  }

  /**
   * The trial under the name that it has: of its folder or, where that has no settings yet, of the
   * journal; empty if it has none. A run with its values on the same axes is its own, also where
   * another setting has changed since; then it will be refused.
   */
  Optional<Trial> find(Trial trial) {
    Optional<Trial> begun = trial.isLegal() ? begun(trial) : Optional.empty();
    return begun.or(
        () ->
            journal.named(trial.settings()).filter(name -> config(name).isEmpty()).map(trial::in));
  }

  private Optional<Trial> begun(Trial trial) {
    Map<String, Object> wanted = Trial.values(trial.config(), axes);
    List<String> alike = begun.keySet().stream().filter(f -> values(f).equals(wanted)).toList();
    return alike.stream()
        .filter(folder -> isOf(trial, folder))
        .findFirst()
        .or(() -> alike.stream().filter(this::hasSameAxes).findFirst())
        .map(trial::in);
  }

  private Map<String, Object> values(String folder) {
    return values.computeIfAbsent(
        folder,
        f ->
            config(f)
                .map(text -> Trial.values(LogoConfig.parse(text, "settings of " + f), axes))
                .orElse(Map.of()));
  }

  private boolean isOf(Trial trial, String folder) {
    try {
      ConfigDrift.require(begun.get(folder), trial.config(), folder);
      return true;
    } catch (ConfigException e) {
      return false;
    }
  }

  private boolean hasSameAxes(String folder) {
    return journal
        .settings(folder)
        .filter(s -> s.stream().map(t -> t.substring(0, t.indexOf('='))).toList().equals(axes))
        .isPresent();
  }

  private static Map<String, String> begun(FileSystem files, Path folder) throws IOException {
    Map<String, String> configs = new TreeMap<>();
    FileStatus[] found;
    try {
      found = files.listStatus(folder, p -> p.getName().matches(NAMES));
    } catch (FileNotFoundException e) {
      return configs;
    }
    for (Path trial : Arrays.stream(found).map(FileStatus::getPath).toList()) {
      configs.put(trial.getName(), new RunFolder(trial).readConfig(files).orElse(""));
    }
    return configs;
  }
}
