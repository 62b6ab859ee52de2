package org.logoformer.nn;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.logoformer.tensor.Memory;
import org.logoformer.tensor.Tensor;

/** Finds the layers of a network while it is recorded: by the parameters operations are made of. */
final class LayerTable {
  private static final String PRODUCTS = "products";

  private final Map<String, Layer> layers = new LinkedHashMap<>();
  private final IdentityHashMap<Memory, String> names = new IdentityHashMap<>();
  private final List<Made> pending = new ArrayList<>();
  private String path = "";

  private record Made(String layer, long[] shape, long products) {}

  private static final class Layer {
    private long[] shape = {};
    private long largest;
    private long parameters;
    private long multiplyAdds;

    void add(long[] result, long products) {
      long length = length(result);
      if (length > largest) {
        largest = length;
        shape = result;
      }
      multiplyAdds += products;
    }
  }

  /** An array of the network; {@code tensor} and views of it stand for it from now on. */
  void declare(Parameter parameter, Tensor tensor) {
    int dot = parameter.name().lastIndexOf('.');
    String name = dot < 0 ? parameter.name() : parameter.name().substring(0, dot);
    names.put(tensor.memory(), name);
    Layer layer = layers.computeIfAbsent(name, n -> new Layer());
    if (parameter.trainable()) {
      layer.parameters += parameter.length();
    }
    if (dot < 0) {
      layer.shape = parameter.shape();
    }
  }

  /**
   * What is made next belongs to the part called {@code part}, which ends with a dot or is empty.
   */
  void within(String part) {
    this.path = part;
  }

  void made(Tensor weight, Tensor y, long products) {
    String name = weight == null ? null : names.get(weight.memory());
    pending.add(new Made(name == null ? path + PRODUCTS : name, y.shape(), products));
  }

  /** Takes what was made since the last call for forward passes; what follows last is not. */
  void forwardIsMade() {
    for (Made made : pending) {
      layers.computeIfAbsent(made.layer, n -> new Layer()).add(made.shape, made.products);
    }
    pending.clear();
  }

  List<Inventory.Row> rows() {
    List<Inventory.Row> rows = new ArrayList<>();
    layers.forEach(
        (name, layer) ->
            rows.add(new Inventory.Row(name, layer.shape, layer.parameters, layer.multiplyAdds)));
    return rows;
  }

  private static long length(long... shape) {
    long n = 1;
    for (long size : shape) {
      n *= size;
    }
    return n;
  }
}
