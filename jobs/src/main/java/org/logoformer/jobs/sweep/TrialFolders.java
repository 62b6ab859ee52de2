package org.logoformer.jobs.sweep;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
 * The folders of a sweep that hold trials already. A trial is known by its settings: earlier
 * versions numbered the folders, and an axis may have been added since.
 */
final class TrialFolders {
  private final List<String> axes;
  private final Map<String, String> begun;

  TrialFolders(Configuration hadoop, LogoConfig sweep) {
    this.axes = sweep.sweep().keys();
    Path folder = RunFolder.of(sweep.run()).folder();
    try {
      this.begun = begun(folder.getFileSystem(hadoop), folder);
    } catch (IOException e) {
      throw Unreadable.of(folder, e, "Check run.dir");
    }
  }

  /** The trial in the folder that it has; in one of its own name if it has none. */
  Trial find(Trial trial) {
    if (begun.containsKey(trial.name())) {
      return trial;
    }
    return begun.entrySet().stream()
        .filter(e -> isOf(trial, e.getValue()))
        .map(e -> trial.in(e.getKey()))
        .findFirst()
        .orElse(trial);
  }

  private boolean isOf(Trial trial, String config) {
    LogoConfig before = LogoConfig.parse(config, "settings of a trial");
    if (!trial.hasValuesOf(before, axes)) {
      return false;
    }
    try {
      ConfigDrift.require(config, trial.config(), trial.name());
      return true;
    } catch (ConfigException e) {
      return false;
    }
  }

  private static Map<String, String> begun(FileSystem files, Path folder) throws IOException {
    Map<String, String> configs = new TreeMap<>();
    FileStatus[] found;
    try {
      found = files.listStatus(folder, p -> p.getName().startsWith("trial-"));
    } catch (FileNotFoundException e) {
      return configs;
    }
    for (Path trial : Arrays.stream(found).map(FileStatus::getPath).toList()) {
      new RunFolder(trial).readConfig(files).ifPresent(c -> configs.put(trial.getName(), c));
    }
    return configs;
  }
}
