package org.logoformer.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.logoformer.config.ModelConfig;
import org.logoformer.config.ModelConfig.Cls;
import org.logoformer.config.ModelConfig.PoolKind;
import org.logoformer.config.WindowSize;
import org.logoformer.error.ConfigException;
import org.logoformer.model.Parameter.Kind;

/**
 * Names, shapes and places of all arrays of a network in one flat vector: first what is trained, in
 * the order of the forward pass, then the BatchNorm running statistics, so that the trained part is
 * one contiguous range.
 */
public final class ParameterLayout {
  /** What has an index of 31 bits. */
  private static final int MOST = Integer.MAX_VALUE - 8;

  private final Map<String, Parameter> parameters;
  private final long trainableLength;
  private final long length;

  private ParameterLayout(List<Parameter> trainable, List<Parameter> statistics) {
    Map<String, Parameter> placed = new LinkedHashMap<>();
    long end = place(placed, trainable, 0);
    this.trainableLength = end;
    this.length = place(placed, statistics, end);
    this.parameters = Collections.unmodifiableMap(placed);
  }

  /**
   * The layout of a network.
   *
   * @throws ConfigException if it has more parameters than one vector holds
   */
  public static ParameterLayout of(ModelConfig config) {
    Architecture a = new Architecture(config);
    Declarations d = new Declarations();
    backbone(d, a.width());
    d.linear("proj", a.dim(), a.features());
    if (a.cls() == Cls.TOKEN) {
      d.trainable("cls_token", Kind.POSITION, a.dim());
    }
    d.trainable("pos_spatial", Kind.POSITION, a.positions(), a.dim());
    d.trainable("pos_temporal", Kind.POSITION, a.frames() + 1, a.dim());
    for (int k = 0; k < a.depth(); k++) {
      block(d, a, "blocks." + k);
    }
    d.norm("norm", a.dim());
    d.linear("head", Kind.CLASSIFIER, a.classes(), a.dim());
    ParameterLayout layout = new ParameterLayout(d.trainable, d.statistics);
    if (layout.length > MOST) {
      throw new ConfigException(
          "The network of model.* has %,d parameters, more than the %,d of one vector: lower model.dim, model.depth, model.mlp-ratio or model.backbone.width"
              .formatted(layout.length, MOST));
    }
    return layout;
  }

  private static void backbone(Declarations d, int width) {
    d.convolution("backbone.conv1", width, 3, 7);
    d.batchNorm("backbone.bn1", width);
    int in = width;
    for (int layer = 1; layer <= 3; layer++) {
      int out = width << (layer - 1);
      for (int block = 0; block < 2; block++) {
        String name = "backbone.layer" + layer + "." + block;
        d.convolution(name + ".conv1", out, in, 3);
        d.batchNorm(name + ".bn1", out);
        d.convolution(name + ".conv2", out, out, 3);
        d.batchNorm(name + ".bn2", out);
        if (in != out) {
          d.convolution(name + ".downsample.0", out, in, 1);
          d.batchNorm(name + ".downsample.1", out);
        }
        in = out;
      }
    }
  }

  private static void block(Declarations d, Architecture a, String name) {
    int dim = a.dim();
    d.norm(name + ".local.norm", dim);
    d.trainable(name + ".local.qkv.weight", Kind.WEIGHT, 3L * dim, dim);
    d.linear(name + ".local.out", dim, dim);
    if (a.pooling() != PoolKind.AVG) {
      WindowSize p = a.poolWindow();
      long in = a.pooling() == PoolKind.CONV ? dim : 1;
      d.trainable(
          name + ".global.pool.weight", Kind.WEIGHT, dim, in, p.frames(), p.rows(), p.columns());
      d.trainable(name + ".global.pool.bias", Kind.BIAS, dim);
    }
    d.norm(name + ".global.norm_q", dim);
    d.norm(name + ".global.norm_kv", dim);
    d.trainable(name + ".global.q.weight", Kind.WEIGHT, dim, dim);
    d.trainable(name + ".global.kv.weight", Kind.WEIGHT, 2L * dim, dim);
    d.linear(name + ".global.out", dim, dim);
    d.norm(name + ".mlp.norm", dim);
    d.linear(name + ".mlp.fc1", a.hidden(), dim);
    d.linear(name + ".mlp.fc2", dim, a.hidden());
  }

  private static long place(Map<String, Parameter> placed, List<Parameter> declared, long start) {
    long offset = start;
    for (Parameter p : declared) {
      placed.put(p.name(), new Parameter(p.name(), p.shape(), offset, p.kind()));
      offset += p.length();
    }
    return offset;
  }

  /** All arrays in the order of the flat vector. */
  public List<Parameter> parameters() {
    return List.copyOf(parameters.values());
  }

  /**
   * The array called {@code name}.
   *
   * @throws IllegalArgumentException if the network has none
   */
  public Parameter parameter(String name) {
    Parameter p = parameters.get(name);
    if (p == null) {
      throw new IllegalArgumentException("This network has no parameter " + name);
    }
    return p;
  }

  /** Elements of the flat vector. */
  public long length() {
    return length;
  }

  /** Elements that are trained: the first ones; behind them lie the running statistics. */
  public long trainableLength() {
    return trainableLength;
  }

  /** Where the trained parameters behind the backbone's start. */
  long transformerOffset() {
    return parameter("proj.weight").offset();
  }

  /** Arrays in the order they are declared, without places. */
  private static final class Declarations {
    private final List<Parameter> trainable = new ArrayList<>();
    private final List<Parameter> statistics = new ArrayList<>();

    void trainable(String name, Kind kind, long... shape) {
      trainable.add(new Parameter(name, shape, -1, kind));
    }

    void convolution(String name, long out, long in, long kernel) {
      trainable(name + ".weight", Kind.CONVOLUTION, out, in, kernel, kernel);
    }

    void linear(String name, long out, long in) {
      linear(name, Kind.WEIGHT, out, in);
    }

    void linear(String name, Kind weight, long out, long in) {
      trainable(name + ".weight", weight, out, in);
      trainable(name + ".bias", Kind.BIAS, out);
    }

    void norm(String name, long channels) {
      trainable(name + ".weight", Kind.SCALE, channels);
      trainable(name + ".bias", Kind.BIAS, channels);
    }

    void batchNorm(String name, long channels) {
      norm(name, channels);
      long[] shape = {channels};
      statistics.add(new Parameter(name + ".running_mean", shape, -1, Kind.RUNNING_MEAN));
      statistics.add(new Parameter(name + ".running_var", shape, -1, Kind.RUNNING_VARIANCE));
    }
  }
}
