package org.logoformer.models.logo;

import java.util.List;
import java.util.Optional;
import org.logoformer.config.ModelConfig;
import org.logoformer.config.WindowSize;
import org.logoformer.models.AttentionGrid;
import org.logoformer.models.ResNetFeatures;
import org.logoformer.models.Stages;
import org.logoformer.models.logo.LogoFormerConfig.Cls;
import org.logoformer.nn.SelfAttention;
import org.logoformer.nn.Stage;

/**
 * The sizes that follow from the configuration of a network, by the legend of this package.
 *
 * @param schemes branches of a block in front of the MLP
 */
record Architecture(ModelConfig config, LogoFormerConfig own, List<Scheme> schemes) {
  /** Prefix of the linear layer's parameters. */
  static final String CLASSIFIER = "head";

  private static final int BACKBONE_LAYERS = 3;

  Architecture(ModelConfig config) {
    this(config, config.network(LogoFormerConfig.class));
  }

  private Architecture(ModelConfig config, LogoFormerConfig own) {
    this(config, own, own.attention().schemes());
  }

  List<Stage> stages() {
    return List.of(
        ResNetFeatures.mapsOfFrames(
            "backbone", "backbone", own.backbone().width(), BACKBONE_LAYERS),
        Stages.ofClips(
            "",
            "",
            x -> new long[] {x[0] / frames(), dim()},
            (scope, x, y) -> new Transformer(scope, this, x, y)));
  }

  /** The last attention, if what is classified attends to regions of the whole clip there. */
  Optional<AttentionGrid> attention() {
    int last = schemes.size() - 1;
    Scheme scheme = schemes.get(last);
    if (scheme != Scheme.FULL && scheme != Scheme.GLOBAL) {
      return Optional.empty();
    }
    WindowSize regions = scheme == Scheme.FULL ? map() : pooledMap();
    int queries = clsTokens() > 0 ? clsTokens() : cls() == Cls.MEAN ? clipTokens() : 1;
    return Optional.of(
        new AttentionGrid(
            "blocks.%d.%s.".formatted(depth() - 1, label(last)),
            heads(),
            queries,
            clsTokens(),
            regions.frames(),
            regions.rows(),
            regions.columns()));
  }

  /** Prefix of the parameters of branch i of a block: of two of one scheme the second is told. */
  String label(int i) {
    Scheme scheme = schemes.get(i);
    long time = schemes.subList(0, i + 1).stream().filter(s -> s == scheme).count();
    return time == 1 ? scheme.label() : scheme.label() + time;
  }

  int frames() {
    return config.frames();
  }

  int dim() {
    return own.dim();
  }

  int depth() {
    return own.depth();
  }

  int heads() {
    return own.heads();
  }

  Cls cls() {
    return own.cls();
  }

  /** F x H x W. */
  WindowSize map() {
    return new WindowSize(frames(), featureSize(), featureSize());
  }

  /** Channels of the feature map. */
  int features() {
    return 4 * own.backbone().width();
  }

  /** Height and width H = W of the feature map. */
  private int featureSize() {
    return featureSize(config.size());
  }

  /** H = W of frames of {@code size} pixels: four strides of 2, each rounding up. */
  static int featureSize(int size) {
    return (size + 15) / 16;
  }

  /** S. */
  int positions() {
    return featureSize() * featureSize();
  }

  /** c, how many CLS tokens there are. */
  int clsTokens() {
    return switch (cls()) {
      case NONE, MEAN -> 0;
      case TOKEN -> clsByFrame() ? frames() : 1;
      case FRAME -> positions();
    };
  }

  /** Whether each frame has a CLS token of its own: where frames are looked at one by one. */
  boolean clsByFrame() {
    return cls() == Cls.TOKEN && own.attention().byFrame();
  }

  /** F*S. */
  int clipTokens() {
    return frames() * positions();
  }

  /** T. */
  int tokens() {
    return clsTokens() + clipTokens();
  }

  /** F x H x W after pooling. */
  WindowSize pooledMap() {
    return windows(own.pool().window());
  }

  /** Keys of global attention, CLS included. */
  int keys() {
    return clsTokens() + pooledMap().tokens();
  }

  /** How often a window fits along each dimension of the map. */
  WindowSize windows(WindowSize window) {
    return new WindowSize(
        map().frames() / window.frames(),
        map().rows() / window.rows(),
        map().columns() / window.columns());
  }

  SelfAttention.Settings settings(double skipping, SelfAttention.Sources sources) {
    return new SelfAttention.Settings(
        heads(), own.dropout().attention(), own.dropout().projection(), skipping, sources);
  }

  /**
   * Probability that a clip skips a residual branch of block k: rises linearly to the configured
   * one at the last block (Huang et al., "Deep networks with stochastic depth", 2016).
   */
  double skipping(int block) {
    return own.stochasticDepth() * (block + 1) / depth();
  }

  /** Hidden width of the MLP. */
  int hidden() {
    return own.mlpRatio() * dim();
  }
}
