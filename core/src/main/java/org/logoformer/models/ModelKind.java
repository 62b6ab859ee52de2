package org.logoformer.models;

import java.util.List;
import java.util.Optional;
import org.logoformer.config.ModelBlock;
import org.logoformer.config.ModelConfig;
import org.logoformer.nn.Stage;

/**
 * A kind of network: all that a new one registers, by a line of {@code
 * META-INF/services/org.logoformer.config.ModelBlock}. Its presets include {@code tiny}, small
 * enough for tests and for the probe of exactness.
 */
public interface ModelKind extends ModelBlock {
  /**
   * The network of {@code config}, whose {@code name} is this kind's: stages from clips [B, F, h,
   * w, 3] to features [B, d].
   */
  List<Stage> stages(ModelConfig config);

  /** Prefix of the parameters of the linear layer behind the stages. */
  default String classifier() {
    return "fc";
  }

  /**
   * Where the network of {@code config} looks at a clip last; empty: nowhere, or not at regions.
   */
  default Optional<AttentionGrid> attention(ModelConfig config) {
    return Optional.empty();
  }

  /**
   * Keys, or groups of keys, of this kind's block that change training and nothing else: weights
   * that were trained with others are weights of the same network.
   */
  default List<String> keysOfTraining() {
    return List.of();
  }
}
