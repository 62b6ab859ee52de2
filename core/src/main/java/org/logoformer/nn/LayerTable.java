package org.logoformer.nn;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.logoformer.tensor.Memory;
import org.logoformer.tensor.Tensor;

/** Finds the layers of a network while it is recorded: by the parameters operations are made of. */
final class LayerTable {
  private static final String PRODUCTS = "products";

  /** How the arrays of layers are called; others, such as tokens and positions, stand alone. */
  private static final Pattern OF_LAYER = Pattern.compile("weight|bias|running_");

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
      long length = Tensor.elements(result);
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
    boolean isOfLayer = OF_LAYER.matcher(parameter.name().substring(dot + 1)).lookingAt();
    String name = isOfLayer ? parameter.name().substring(0, dot) : parameter.name();
    names.put(tensor.memory(), name);
    Layer layer = layers.computeIfAbsent(name, n -> new Layer());
    if (parameter.trainable()) {
      layer.parameters += parameter.length();
    }
    if (!isOfLayer) {
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
}
