package org.logoformer.model;

import java.util.Arrays;
import java.util.List;
import org.logoformer.tensor.Tensor;

/**
 * The arrays of a {@link ParameterLayout} inside one flat vector: all parameters, or all gradients.
 *
 * @param layout names, shapes and places
 * @param flat contiguous, [{@link ParameterLayout#length}]
 */
public record Variables(ParameterLayout layout, Tensor flat) {
  public Variables {
    if (flat.length() != layout.length()) {
      throw new IllegalArgumentException(
          "The flat vector has %d elements, the layout needs %d"
              .formatted(flat.length(), layout.length()));
    }
  }

  /** The array called {@code name}, in its shape; a view. */
  public Tensor tensor(String name) {
    Parameter p = layout.parameter(name);
    return range(p.offset(), p.shape());
  }

  /** What belongs to the backbone: the trained part and the running statistics. */
  List<Tensor> backbone() {
    long trained = layout.trainableLength();
    return List.of(range(0, layout.transformerOffset()), range(trained, layout.length() - trained));
  }

  private Tensor range(long offset, long... shape) {
    return flat.slice(0, offset, offset + Arrays.stream(shape).reduce(1, (a, b) -> a * b))
        .reshape(shape);
  }
}
