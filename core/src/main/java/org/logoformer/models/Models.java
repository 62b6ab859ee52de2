package org.logoformer.models;

import java.util.List;
import java.util.Optional;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.ModelBlocks;
import org.logoformer.config.ModelConfig;
import org.logoformer.loss.Loss;
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
    ModelKind kind = kind(config.name());
    return new Blueprint(
        config.frames(), config.size(), kind.stages(config), kind.classifier(), config.classes());
  }

  /** The network of {@code config} with what its loss asks of it in training. */
  public static Blueprint trained(LogoConfig config) {
    return blueprint(config.model()).trainedFor(Loss.of(config.loss()));
  }

  /** Where it looks at a clip last; empty: nowhere, or not at regions. */
  public static Optional<AttentionGrid> attention(ModelConfig config) {
    return kind(config.name()).attention(config);
  }

  /** Keys below {@code model.<name>} that change training and nothing else. */
  public static List<String> keysOfTraining(String name) {
    return kind(name).keysOfTraining();
  }

  /** Names, shapes and places of its parameters. */
  public static Layout layout(ModelConfig config) {
    return Inventory.layout(blueprint(config));
  }

  private static ModelKind kind(String name) {
    return (ModelKind) ModelBlocks.of(name);
  }
}
