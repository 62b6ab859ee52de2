package org.logoformer.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.logoformer.error.ConfigException;

/** Stacks defaults, preset, files and arguments, and binds the result. */
final class Layers {
  private static final Config REFERENCE =
      resource(Layers.class, "/org/logoformer/reference.conf").resolve();
  private static final String MODEL = "model";
  private static final String NAME = "model.name";
  private static final String PRESET = "model.preset";

  /** Groups of free keys, which may contain each other. */
  private static final List<String> FREE = List.of("spark.conf.", "optimiser.lr-factors.");

  private Layers() {}

  /** With HOCON {@code text} in front of the preset and below the files. */
  static LogoConfig load(String text, String origin, List<Path> files, List<String> overrides) {
    return whole(() -> bind(user(files, overrides).withFallback(hocon(text, origin))));
  }

  /** With HOCON {@code text} between the files and the arguments. */
  static LogoConfig loadOver(List<Path> files, String text, String origin, List<String> overrides) {
    return whole(
        () ->
            bind(
                arguments(overrides)
                    .withFallback(hocon(text, origin))
                    .withFallback(user(files, List.of()))));
  }

  /** What is read nests as deeply as its author likes; the stack of this thread does not. */
  private static LogoConfig whole(Supplier<LogoConfig> reading) {
    try {
      return reading.get();
    } catch (com.typesafe.config.ConfigException e) {
      throw new ConfigException("Cannot read the configuration: " + e.getMessage(), e);
    } catch (StackOverflowError e) {
      throw new ConfigException(
          "The configuration is nested too deeply to be read: no key has more than 5 groups or"
              + " lists around it",
          e);
    }
  }

  private static Config user(List<Path> files, List<String> overrides) {
    Config user = arguments(overrides);
    for (int i = files.size() - 1; i >= 0; i--) {
      user = user.withFallback(file(files.get(i)));
    }
    return user;
  }

  /** All keys there are, with their defaults, as a tree. */
  static ConfigObject known() {
    return REFERENCE.withFallback(ModelBlocks.known()).root();
  }

  private static LogoConfig bind(Config user) {
    Config withoutPreset = resolve(user.withFallback(REFERENCE));
    KeyCheck.requireKnown(withoutPreset.root(), known());
    ModelBlocks.Kind kind = ModelBlocks.of(withoutPreset.getValue(NAME));
    Config all =
        resolve(
            user.withFallback(kind.preset(withoutPreset.getValue(PRESET)))
                .withFallback(kind.defaults())
                .withFallback(REFERENCE));
    Config expanded = all.withValue(MODEL, kind.block().expand(all.getConfig(MODEL)).root());
    LogoConfig bound = AutoSlots.resolve(expanded, Runtime.getRuntime().availableProcessors());
    // Only here are all workers known.
    TrainConfig train = bound.train();
    int clips = (train.batch() + train.workers() - 1) / train.workers();
    Require.fits("train.batch", train.batch(), clips, bound.model());
    return bound;
  }

  private static Config resolve(Config config) {
    try {
      return config.resolve();
    } catch (com.typesafe.config.ConfigException e) {
      throw new ConfigException("Cannot resolve the configuration: " + e.getMessage(), e);
    }
  }

  private static Config file(Path file) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new ConfigException("No readable configuration file " + file + ": check --config");
    }
    try {
      return OldKeys.translated(Includes.parse(file).toConfig());
    } catch (com.typesafe.config.ConfigException e) {
      throw new ConfigException("Cannot parse " + e.getMessage(), e);
    }
  }

  private static Config hocon(String text, String origin) {
    try {
      return OldKeys.translated(
          ConfigFactory.parseString(
              text,
              ConfigParseOptions.defaults()
                  .setOriginDescription(origin)
                  .setIncluder(Includes.ofText(origin))));
    } catch (com.typesafe.config.ConfigException e) {
      throw new ConfigException("Cannot parse " + e.getMessage(), e);
    }
  }

  private static Config arguments(List<String> overrides) {
    Config all = ConfigFactory.empty();
    for (String override : overrides) {
      all = argument(override).withFallback(all);
    }
    return all;
  }

  private static Config argument(String override) {
    String origin = "argument '" + override + "'";
    int equals = override.indexOf('=');
    if (equals < 1) {
      throw new ConfigException(origin + " is not of the form key=value, such as train.workers=2");
    }
    String key = override.substring(0, equals).strip();
    String value = override.substring(equals + 1).strip();
    try {
      // Only lists, groups and quoted text are HOCON; anything else is itself, because hdfs://host
      // would be a comment.
      ConfigValue parsed =
          value.matches("(?s)[\\[{\"].*")
              ? hocon("v = " + value, origin)
                  .getValue("v")
                  .withOrigin(ConfigOriginFactory.newSimple(origin))
              : ConfigValueFactory.fromAnyRef(value, origin);
      return OldKeys.translated(ConfigFactory.empty().withValue(path(key), parsed));
    } catch (com.typesafe.config.ConfigException e) {
      throw new ConfigException("Cannot parse " + origin + ": " + e.getMessage(), e);
    }
  }

  /** Free keys contain each other (spark.x and spark.x.y), so below their group they are one. */
  private static String path(String key) {
    for (String group : FREE) {
      if (key.startsWith(group) && !key.startsWith(group + "\"")) {
        return group + ConfigUtil.quoteString(key.substring(group.length()));
      }
    }
    return key;
  }

  /**
   * A file beside a class. Not ConfigFactory.load(): on an executor the context class loader may
   * not see it, and Spark's and Akka's own reference.conf must stay out.
   */
  static Config resource(Class<?> beside, String name) {
    ConfigParseOptions options =
        ConfigParseOptions.defaults()
            .setAllowMissing(false)
            .setOriginDescription(name.substring(name.lastIndexOf('/') + 1));
    return ConfigFactory.parseResources(beside, name, options);
  }
}
