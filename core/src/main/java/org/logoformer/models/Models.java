package org.logoformer.models;

import java.util.List;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import org.logoformer.config.ModelBlock;
import org.logoformer.config.ModelConfig;
import org.logoformer.nn.Blueprint;
import org.logoformer.nn.Inventory;
import org.logoformer.nn.Layout;

/** The networks of configurations. */
public final class Models {
  private static final SortedMap<String, ModelKind> KINDS = kinds();

  private Models() {}

  /** Values of {@code model.name}, sorted. */
  public static Iterable<String> names() {
    return KINDS.keySet();
  }

  /** The network of {@code config}, without memory. */
  public static Blueprint blueprint(ModelConfig config) {
    return KINDS.get(config.name()).blueprint(config);
  }

  /** Keys below {@code model.<name>} that change training and nothing else. */
  public static List<String> keysOfTraining(String name) {
    return KINDS.get(name).keysOfTraining();
  }

  /** Names, shapes and places of its parameters. */
  public static Layout layout(ModelConfig config) {
    return Inventory.layout(blueprint(config));
  }

  private static SortedMap<String, ModelKind> kinds() {
    SortedMap<String, ModelKind> kinds = new TreeMap<>();
    for (ModelBlock block : ServiceLoader.load(ModelBlock.class, Models.class.getClassLoader())) {
      kinds.put(block.name(), (ModelKind) block);
    }
    return kinds;
  }
}
