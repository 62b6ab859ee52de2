package org.logoformer.nn;

import org.logoformer.tensor.Tensor;

/**
 * The arrays of a {@link Layout} inside one flat vector: all parameters, or all gradients.
 *
 * @param layout names, shapes and places
 * @param flat contiguous, [{@link Layout#length}]
 */
public record ParameterVector(Layout layout, Tensor flat) {
  public ParameterVector {
    if (flat.length() != layout.length()) {
      throw new IllegalArgumentException(
          "The flat vector has %d elements, the layout needs %d"
              .formatted(flat.length(), layout.length()));
    }
  }

  /** The array called {@code name}, in its shape; a view. */
  public Tensor tensor(String name) {
    Parameter p = layout.parameter(name);
    return flat.slice(0, p.offset(), p.offset() + p.length()).reshape(p.shape());
  }

  Tensor range(Layout.Range range) {
    return flat.slice(0, range.start(), range.end());
  }
}
