package org.logoformer.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import java.util.Collections;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.logoformer.error.ConfigException;

/** The kinds of networks that there are, with the defaults and presets of their blocks. */
public final class ModelBlocks {
  private static final String PRESETS = "presets";
  private static final SortedMap<String, Kind> KINDS = kinds();

  private ModelBlocks() {}

  /** A block with its reference file. */
  record Kind(ModelBlock block, Config reference) {
    /** What differs from {@code reference.conf}, the block's own defaults above all. */
    Config defaults() {
      return reference.withoutPath(PRESETS);
    }

    /**
     * What the preset called {@code value} sets.
     *
     * @throws ConfigException if there is none
     */
    Config preset(ConfigValue value) {
      Config presets = reference.getConfig(PRESETS);
      String name = value.unwrapped().toString();
      if (!presets.root().containsKey(name)) {
        throw new ConfigException(
            "model.preset = %s (%s): must be one of %s for model.name = %s"
                .formatted(
                    name,
                    value.origin().description(),
                    String.join(", ", new TreeMap<>(presets.root()).keySet()),
                    block.name()));
      }
      return presets.getConfig(name);
    }
  }

  /**
   * The kind of that name.
   *
   * @throws ConfigException if there is none
   */
  static Kind of(ConfigValue name) {
    Kind kind = KINDS.get(name.unwrapped().toString());
    if (kind == null) {
      throw new ConfigException(
          "model.name = %s (%s): must be one of %s"
              .formatted(
                  name.unwrapped(),
                  name.origin().description(),
                  String.join(", ", KINDS.keySet())));
    }
    return kind;
  }

  /** The kind of that name, which a configuration has. */
  public static ModelBlock of(String name) {
    return KINDS.get(name).block();
  }

  /** Values of {@code model.name}, sorted. */
  public static Set<String> names() {
    return Collections.unmodifiableSet(KINDS.keySet());
  }

  /** The defaults of all blocks. */
  static Config known() {
    Config all = ConfigFactory.empty();
    for (Kind kind : KINDS.values()) {
      String path = "model." + kind.block().name();
      all = all.withValue(path, kind.reference().getValue(path));
    }
    return all;
  }

  private static SortedMap<String, Kind> kinds() {
    SortedMap<String, Kind> kinds = new TreeMap<>();
    for (ModelBlock block :
        ServiceLoader.load(ModelBlock.class, ModelBlocks.class.getClassLoader())) {
      kinds.put(
          block.name(), new Kind(block, Layers.resource(block.getClass(), block.name() + ".conf")));
    }
    return kinds;
  }
}
