package org.logoformer.jobs.evaluation;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.config.DataConfig;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.Precision;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.network.SetClasses;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.jobs.run.RunShards;
import org.logoformer.jobs.run.SeedRuns;
import org.logoformer.jobs.weights.Origin;
import org.logoformer.storage.SharedPaths;
import org.logoformer.storage.Unreadable;
import org.logoformer.train.resume.ConfigDrift;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an evaluation of a run is made with: the settings that the run was trained with, below those
 * of the command.
 *
 * @param config with complete paths
 * @param layout of the run
 * @param trained what the run was trained with; empty if it left no {@code config.conf}
 */
public record RunSettings(LogoConfig config, RunFolder layout, Optional<LogoConfig> trained) {
  private static final Logger LOG = LoggerFactory.getLogger(RunSettings.class);

  private static final String SHARDS = "data.shards";
  private static final String PRECISION = "train.precision";

  /** Folders from a run to its checkpoints: of the fold, ckpt, of the checkpoint. */
  private static final int CHECKPOINT_DEPTH = 3;

  /** Blocks of a run's settings that say how it was made, not what it is. */
  private static final List<String> ITS_OWN =
      List.of("spark", "evaluate", "sweep", "prep", "synth", "run.dir", "run.name", "run.seeds");

  /**
   * With others the weights are another network's, or see other numbers than they were made for.
   */
  private static final List<String> NETWORK =
      List.of("model.", "data.normalise.", "data.sampling", PRECISION);

  /** What is tested is the run's own affair; only an argument names another. */
  private static final List<String> TESTED =
      List.of(
          SHARDS,
          "data.folds",
          "data.test-split",
          "data.short-clip",
          "data.shuffle-frames",
          PRECISION,
          "run.seed");

  /** How a machine is used. That the run used another says nothing of the command's. */
  private static final List<String> MACHINE =
      List.of("train.threads", "train.kernels", "data.prefetch", "data.open-shards");

  /**
   * Reads the run's settings, if there are any.
   *
   * @throws ConfigException if the command asks for another network or other input than the run has
   */
  public static RunSettings of(ConfigOptions options) {
    LogoConfig typed = SetClasses.config(options);
    SeedRuns.requireOne(typed);
    Configuration hadoop = SharedPaths.hadoop(typed);
    LogoConfig given = SharedPaths.qualified(typed, hadoop);
    RunFolder layout = RunFolder.of(given.run());
    Optional<String> text = text(hadoop, layout);
    if (text.isEmpty()) {
      return new RunSettings(given, layout, Optional.empty());
    }
    LogoConfig trained = LogoConfig.parse(text.get(), layout.config().toString());
    LogoConfig config = below(options, trained, "run " + layout.folder(), layout, TESTED, hadoop);
    // All sizes are those of the run; who names another preset expects others.
    if (!trained.model().preset().equals(config.model().preset())) {
      throw new ConfigException(
          "Run %s was trained with model.preset = %s, not %s. It is taken from the run: leave it out, or name another run"
              .formatted(layout.folder(), trained.model().preset(), config.model().preset()));
    }
    return new RunSettings(config, layout, Optional.of(trained));
  }

  /**
   * The settings that a network was trained with, below those of the command.
   *
   * @param network and where it was found
   * @throws ConfigException if the command asks for another network or other input
   */
  static LogoConfig below(ConfigOptions options, Origin network, Configuration hadoop) {
    return below(options, network, TESTED, hadoop);
  }

  /**
   * The same for clips that are not the run's affair: {@code data.shards} is not said to be
   * ignored.
   *
   * @param network and where it was found
   * @throws ConfigException if the command asks for another network or other input
   */
  public static LogoConfig belowForClips(
      ConfigOptions options, Origin network, Configuration hadoop) {
    List<String> told = TESTED.stream().filter(key -> !key.equals(SHARDS)).toList();
    return below(options, network, told, hadoop);
  }

  private static LogoConfig below(
      ConfigOptions options, Origin network, List<String> told, Configuration hadoop) {
    // Of a checkpoint; no other place has a run's provenance there.
    Path run = new Path(network.place());
    for (int up = 0; up < CHECKPOINT_DEPTH && run.getParent() != null; up++) {
      run = run.getParent();
    }
    return below(options, network.config(), network.place(), new RunFolder(run), told, hadoop);
  }

  private static LogoConfig below(
      ConfigOptions options,
      LogoConfig trained,
      String place,
      RunFolder run,
      List<String> told,
      Configuration hadoop) {
    String own = withoutItsOwn(trained.render());
    String origin = "settings of " + place;
    LogoConfig named = SharedPaths.qualified(options.config(own, origin), hadoop);
    requireSameNetwork(trained, named, place);
    String over = withThoseOfTheMachine(own, named, hasMoved(trained, named, run, hadoop));
    LogoConfig config = SharedPaths.qualified(options.configOver(over, origin), hadoop);
    tellIgnored(config, named, told, place);
    return config;
  }

  /** Whether the command names another place where the run's own shards are. */
  private static boolean hasMoved(
      LogoConfig trained, LogoConfig named, RunFolder run, Configuration hadoop) {
    String now = named.data().shards();
    if (now.isEmpty() || now.equals(trained.data().shards())) {
      return false;
    }
    try {
      return RunShards.areRecordedBy(run, now, hadoop);
    } catch (IOException e) {
      throw Unreadable.of(new Path(now), e, "Check data.shards");
    }
  }

  private static String withThoseOfTheMachine(String run, LogoConfig named, boolean hasMoved) {
    Config config = ConfigFactory.parseString(run);
    List<String> keys = new ArrayList<>(MACHINE);
    if (hasMoved) {
      keys.add(SHARDS);
    }
    for (String key : keys) {
      Object value = named.settings().get(key);
      config = config.withValue(key, ConfigValueFactory.fromAnyRef(value));
    }
    return config.root().render(ConfigRenderOptions.concise());
  }

  /** A file is of all commands of a run, so what it says of another run was not meant for it. */
  private static void tellIgnored(
      LogoConfig config, LogoConfig named, List<String> told, String place) {
    String ignored =
        ConfigDrift.changes(config, named).entrySet().stream()
            .filter(e -> told.contains(e.getKey()))
            .map(e -> e.getKey() + " " + e.getValue() + " in a file of --config")
            .collect(Collectors.joining("; "));
    if (!ignored.isEmpty()) {
      LOG.warn("The settings of {} stay: {}. A key=value argument changes them", place, ignored);
    }
  }

  private static String withoutItsOwn(String run) {
    Config config = ConfigFactory.parseString(run);
    for (String path : ITS_OWN) {
      config = config.withoutPath(path);
    }
    return config.root().render(ConfigRenderOptions.concise());
  }

  private static void requireSameNetwork(LogoConfig trained, LogoConfig config, String place) {
    Map<String, String> other = ConfigDrift.changes(trained, config);
    other.keySet().removeIf(key -> NETWORK.stream().noneMatch(key::startsWith));
    if (config.train().precision().storesAs(trained.train().precision())) {
      other.remove(PRECISION);
    }
    if (!other.isEmpty()) {
      throw new ConfigException(
          "These are not the settings of %s: %s. They are taken from the run: leave them out, or name another run"
              .formatted(
                  place,
                  other.entrySet().stream()
                      .map(e -> e.getKey() + " " + e.getValue())
                      .collect(Collectors.joining("; "))));
    }
  }

  private static String spelt(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Optional<String> text(Configuration hadoop, RunFolder layout) {
    try {
      return layout.readConfig(layout.folder().getFileSystem(hadoop));
    } catch (IOException e) {
      throw Unreadable.of(layout.config(), e, "Restore the file");
    }
  }

  /**
   * What tells this evaluation apart from the run's own, by key; empty for the run's own.
   *
   * @throws org.logoformer.error.DataException if other shards lie where the run's lay
   */
  Map<String, String> differences(Configuration hadoop) throws IOException {
    Map<String, String> differences = new TreeMap<>();
    DataConfig now = config.data();
    DataConfig then = trained.map(LogoConfig::data).orElse(now);
    if (trained.isPresent()) {
      shards(hadoop, differences);
      if (!config.evaluate().weights().isEmpty()) {
        differences.put("evaluate.weights", config.evaluate().weights());
      }
    }
    if (!new HashSet<>(now.folds()).equals(new HashSet<>(then.folds()))) {
      differences.put("data.folds", now.folds().toString());
    }
    if (now.folds().isEmpty() && !now.testSplit().equals(then.testSplit())) {
      differences.put("data.test-split", now.testSplit());
    }
    if (now.shortClip() != then.shortClip()) {
      differences.put("data.short-clip", spelt(now.shortClip()));
    }
    Precision precision = config.train().precision();
    if (trained.isPresent() && precision != trained.get().train().precision()) {
      differences.put(PRECISION, precision.label());
    }
    if (config.evaluate().views() > 1) {
      differences.put("evaluate.views", Integer.toString(config.evaluate().views()));
    }
    if (config.evaluate().flip()) {
      differences.put("evaluate.flip", "true");
    }
    // A run whose own tests shuffle is told apart from the others all the same.
    if (now.shuffleFrames()) {
      differences.put("data.shuffle-frames", "true");
    }
    if (now.shuffleFrames() || config.evaluate().views() > 1) {
      trained
          .filter(t -> t.run().seed() != config.run().seed())
          .ifPresent(t -> differences.put("run.seed", Long.toString(config.run().seed())));
    }
    return differences;
  }

  private void shards(Configuration hadoop, Map<String, String> differences) throws IOException {
    String now = config.data().shards();
    if (RunShards.areThoseOf(layout, now, hadoop)) {
      return;
    }
    String then = SharedPaths.qualified(trained.orElseThrow().data().shards(), hadoop);
    if (now.equals(then)) {
      RunShards.requireSame(hadoop, config, layout);
    }
    differences.put(SHARDS, now);
  }
}
