package org.logoformer.nn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.logoformer.kernels.MultiplyAdds;
import org.logoformer.tensor.ElementType;

/**
 * What a network consists of, found by building it once without memory.
 *
 * @param layout of its parameters
 * @param shapes of clips, of what comes out of each stage, by its title, and of features
 * @param sections multiply-adds of the forward pass by section, in the order of the forward pass
 * @param descriptions of sections, where there is something to say
 * @param layers in the order in which they are made
 * @param multiplyAdds of all operations: of the forward pass and, in training, the backward pass
 * @param bytes of activations and temporaries at their most, in one lane
 */
public record Inventory(
    Layout layout,
    Map<String, long[]> shapes,
    Map<String, Long> sections,
    Map<String, String> descriptions,
    List<Row> layers,
    long multiplyAdds,
    long bytes) {

  /**
   * A layer, as PyTorch's modules are cut: what has parameters of its own, or a product of
   * activations.
   *
   * @param name prefix of its parameters; an array that belongs to no layer under its own name;
   *     products of activations are {@code <part>.products}
   * @param shape of its result for one batch, of its largest if it has several; of an array that
   *     belongs to no layer its own
   * @param parameters that are trained
   * @param multiplyAdds of the forward pass
   */
  public record Row(String name, long[] shape, long parameters, long multiplyAdds) {}

  /** Places of the parameters of {@code blueprint}. */
  public static Layout layout(Blueprint blueprint) {
    return of(blueprint, Purpose.COUNTING, 1, MultiplyAdds.NOMINAL).layout();
  }

  /** As papers count a clip: all tokens of all layers, each product of a convolution. */
  public static Inventory nominal(Blueprint blueprint) {
    return of(blueprint, Purpose.COUNTING, 1, MultiplyAdds.NOMINAL);
  }

  /**
   * The network built for {@code batch} clips.
   *
   * @param cost of convolutions
   */
  public static Inventory of(Blueprint blueprint, Purpose purpose, int batch, MultiplyAdds cost) {
    RecordingKernels kernels = new RecordingKernels(ElementType.F32, cost);
    Build.OfDeclarations build = new Build.OfDeclarations(purpose, ElementType.F32, kernels);
    try (Network network = new Network(blueprint, build, kernels, null, null, batch)) {
      return new Inventory(
          build.layout(),
          shapes(blueprint, batch),
          Collections.unmodifiableMap(build.sections()),
          Map.copyOf(build.descriptions()),
          build.layers(),
          kernels.multiplyAdds(),
          kernels.arena().peakBytes());
    }
  }

  /** Multiply-adds of the forward pass. */
  public long forward() {
    return sections.values().stream().mapToLong(Long::longValue).sum();
  }

  private static Map<String, long[]> shapes(Blueprint blueprint, int batch) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    long[] shape = blueprint.clips(batch);
    shapes.put("clips", shape);
    for (Stage stage : blueprint.stages()) {
      shape = stage.shape(shape);
      // What comes out of the last one has a name of its own.
      boolean last = shapes.size() == blueprint.stages().size();
      shapes.put(last ? "features" : stage.title(), shape);
    }
    return shapes;
  }
}
