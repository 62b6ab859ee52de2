package org.logoformer.models.logo;

import org.logoformer.config.ModelConfig;
import org.logoformer.config.ModelConfig.Cls;
import org.logoformer.config.ModelConfig.PoolKind;
import org.logoformer.config.WindowSize;

/** The sizes that follow from the configuration of a network, by the legend of this package. */
record Architecture(ModelConfig config) {

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
    return config.backbone().width();
  }

  int dim() {
    return config.dim();
  }

  int depth() {
    return config.depth();
  }

  int heads() {
    return config.heads();
  }

  WindowSize window() {
    return config.window();
  }

  PoolKind pooling() {
    return config.pool().kind();
  }

  WindowSize poolWindow() {
    return config.pool().window();
  }

  Cls cls() {
    return config.cls();
  }

  /** F x H x W. */
  WindowSize map() {
    return config.grid();
  }

  /** Channels of the feature map. */
  int features() {
    return 4 * width();
  }

  /** S. */
  int positions() {
    return config.featureSize() * config.featureSize();
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
  ModelConfig.Dropout dropout() {
    return config.dropout();
  }

  /**
   * Probability that a clip skips a residual branch of block k: rises linearly to the configured
   * one at the last block (Huang et al., "Deep networks with stochastic depth", 2016).
   */
  double skipping(int block) {
    return config.stochasticDepth() * (block + 1) / depth();
  }

  /** Hidden width of the MLP. */
  int hidden() {
    return config.mlpRatio() * dim();
  }
}
