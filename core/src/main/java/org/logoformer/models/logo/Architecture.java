package org.logoformer.models.logo;

import org.logoformer.config.ModelConfig;
import org.logoformer.config.WindowSize;
import org.logoformer.models.logo.LogoFormerConfig.Cls;
import org.logoformer.models.logo.LogoFormerConfig.PoolKind;

/** The sizes that follow from the configuration of a network, by the legend of this package. */
record Architecture(ModelConfig config, LogoFormerConfig own) {

  Architecture(ModelConfig config) {
    this(config, config.network(LogoFormerConfig.class));
  }

  int classes() {
    return config.classes();
  }

  int frames() {
    return config.frames();
  }

  /** Height and width of a frame, pixels. */
  int size() {
    return config.size();
  }

  /** Channels of the first ResNet stage. */
  int width() {
    return own.backbone().width();
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

  WindowSize window() {
    return own.window();
  }

  PoolKind pooling() {
    return own.pool().kind();
  }

  WindowSize poolWindow() {
    return own.pool().window();
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
    return 4 * width();
  }

  /** Height and width H = W of the feature map. */
  private int featureSize() {
    return featureSize(size());
  }

  /** H = W of frames of {@code size} pixels: four strides of 2, each rounding up. */
  static int featureSize(int size) {
    return (size + 15) / 16;
  }

  /** S. */
  int positions() {
    return featureSize() * featureSize();
  }

  /** 1 if there is a CLS token, else 0. */
  int clsTokens() {
    return cls() == Cls.TOKEN ? 1 : 0;
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
    return windows(poolWindow());
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

  /** Probabilities of dropping an attention weight, an output of attention, a value of the MLP. */
  LogoFormerConfig.Dropout dropout() {
    return own.dropout();
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
