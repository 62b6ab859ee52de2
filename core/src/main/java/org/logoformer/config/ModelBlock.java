package org.logoformer.config;

import com.typesafe.config.Config;

/**
 * What the configuration has to know of a kind of network: the block {@code model.<name>}. Found by
 * {@link java.util.ServiceLoader}.
 *
 * <p>Beside the class lies a resource {@code <name>.conf}: {@code model} holds the block's defaults
 * and what else differs from {@code reference.conf}; {@code presets.<name>} holds what a preset
 * sets.
 */
public interface ModelBlock {
  /** Value of {@code model.name}, and name of the block. */
  String name();

  /** The record that the block is bound to. */
  Class<? extends Record> type();

  /**
   * Writes values that stand for others in full.
   *
   * @param model all of block {@code model}
   */
  default Config expand(Config model) {
    return model;
  }

  /**
   * Refuses what does not fit together.
   *
   * @throws org.logoformer.error.ConfigException naming the key
   */
  default void check(ModelConfig model) {}
}
