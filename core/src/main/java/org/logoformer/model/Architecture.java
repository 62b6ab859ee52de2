package org.logoformer.model;

import org.logoformer.error.ConfigException;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Everything that decides the shapes and the arithmetic of a network; the validated form of the
 * configuration block {@code model}.
 *
 * @param classes C
 * @param frames F
 * @param size height and width of a frame, pixels
 * @param width channels of the first ResNet18 stage
 * @param dim d
 * @param depth blocks
 * @param heads n
 * @param mlpRatio hidden width of the MLP over d
 * @param window of local attention
 * @param pooling in front of the global keys and values
 * @param poolWindow its kernel and stride
 * @param cls what the head reads
 * @param rates of dropout and stochastic depth
 */
public record Architecture(
    int classes,
    int frames,
    int size,
    int width,
    int dim,
    int depth,
    int heads,
    int mlpRatio,
    Extent window,
    Pooling pooling,
    Extent poolWindow,
    Cls cls,
    Rates rates) {

  /** How X is pooled in front of global keys and values. */
  public enum Pooling {
    CONV,
    DEPTHWISE,
    AVG
  }

  /** What is classified: the CLS token, token (0,0), or the mean over tokens. */
  public enum Cls {
    TOKEN,
    NONE,
    MEAN
  }

  /** Probabilities of zeroing, 0 is off. */
  public record Rates(double attention, double projection, double mlp, double stochasticDepth) {
    /** No regularisation by noise. */
    public static final Rates NONE = new Rates(0, 0, 0, 0);

    @JsonCreator
    public Rates(
        @JsonProperty("attention") double attention,
        @JsonProperty("projection") double projection,
        @JsonProperty("mlp") double mlp,
        @JsonProperty("stochasticDepth") double stochasticDepth) {
      this.attention = probability("model.dropout.attention", attention);
      this.projection = probability("model.dropout.projection", projection);
      this.mlp = probability("model.dropout.mlp", mlp);
      this.stochasticDepth = probability("model.stochastic-depth", stochasticDepth);
    }

    private static double probability(String key, double p) {
      if (!(p >= 0 && p < 1)) {
        throw new ConfigException(key + " = " + p + " is not a probability in [0, 1)");
      }
      return p;
    }
  }

  /**
   * @throws ConfigException if a number is not positive, the heads do not divide d, or a window
   *     does not tile the feature map
   */
  @JsonCreator
  public Architecture(
      @JsonProperty("classes") int classes,
      @JsonProperty("frames") int frames,
      @JsonProperty("size") int size,
      @JsonProperty("width") int width,
      @JsonProperty("dim") int dim,
      @JsonProperty("depth") int depth,
      @JsonProperty("heads") int heads,
      @JsonProperty("mlpRatio") int mlpRatio,
      @JsonProperty("window") Extent window,
      @JsonProperty("pooling") Pooling pooling,
      @JsonProperty("poolWindow") Extent poolWindow,
      @JsonProperty("cls") Cls cls,
      @JsonProperty("rates") Rates rates) {
    this.classes = atLeast(2, "model.classes", classes);
    this.frames = atLeast(1, "model.frames", frames);
    this.size = atLeast(1, "model.size", size);
    this.width = atLeast(1, "model.backbone.width", width);
    this.dim = atLeast(1, "model.dim", dim);
    this.depth = atLeast(0, "model.depth", depth);
    this.heads = atLeast(1, "model.heads", heads);
    this.mlpRatio = atLeast(1, "model.mlp-ratio", mlpRatio);
    this.window = window;
    this.pooling = pooling;
    this.poolWindow = poolWindow;
    this.cls = cls;
    this.rates = rates;
    if (dim % heads != 0) {
      throw new ConfigException(
          "model.heads = "
              + heads
              + " does not divide model.dim = "
              + dim
              + ": change one of them");
    }
    map().requireTiledBy(window, "model.window");
    map().requireTiledBy(poolWindow, "model.pool.window");
  }

  private static int atLeast(int least, String key, int value) {
    if (value < least) {
      throw new ConfigException(key + " = " + value + " must be at least " + least);
    }
    return value;
  }

  /** Side of the feature map: the frame halved four times, rounded up. */
  public int mapSize() {
    int side = size;
    for (int i = 0; i < 4; i++) {
      side = (side + 1) / 2;
    }
    return side;
  }

  /** F x H x W. */
  public Extent map() {
    return new Extent(frames, mapSize(), mapSize());
  }

  /** Channels of the feature map. */
  public int features() {
    return 4 * width;
  }

  /** S. */
  public int positions() {
    return mapSize() * mapSize();
  }

  /** 1 if there is a CLS token, else 0. */
  public int clsTokens() {
    return cls == Cls.TOKEN ? 1 : 0;
  }

  /** F*S. */
  public int clipTokens() {
    return map().volume();
  }

  /** T. */
  public int tokens() {
    return clsTokens() + clipTokens();
  }

  /** Keys of global attention, CLS included. */
  public int keys() {
    return clsTokens() + map().dividedBy(poolWindow).volume();
  }

  /** Hidden width of the MLP. */
  public int hidden() {
    return mlpRatio * dim;
  }
}
