package org.logoformer.models;

import org.logoformer.config.ModelBlocks;
import org.logoformer.config.ModelConfig;
import org.logoformer.nn.Blueprint;
import org.logoformer.nn.Inventory;
import org.logoformer.nn.Layout;

/** The networks of configurations. */
public final class Models {
  private Models() {}

  /** Values of {@code model.name}, sorted. */
  public static Iterable<String> names() {
    return ModelBlocks.names();
  }

  /** The network of {@code config}, without memory. */
  public static Blueprint blueprint(ModelConfig config) {
    return ((ModelKind) ModelBlocks.of(config.name())).blueprint(config);
  }

  /** Names, shapes and places of its parameters. */
  public static Layout layout(ModelConfig config) {
    return Inventory.layout(blueprint(config));
  }
}
