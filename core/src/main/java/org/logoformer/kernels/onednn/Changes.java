package org.logoformer.kernels.onednn;

import java.nio.FloatBuffer;
import java.util.function.BooleanSupplier;
import org.logoformer.tensor.Tensor;

/** Compares a tensor with a copy of what it was. */
final class Changes implements BooleanSupplier {
  private final FloatBuffer values;
  private final FloatBuffer before;
  private boolean asked;

  Changes(Engine engine, Tensor x) {
    this.values = engine.vector(x);
    this.before = new Address(engine.allocate(x.length() * Float.BYTES)).floats(values.capacity());
  }

  @Override
  public boolean getAsBoolean() {
    if (asked && values.mismatch(before) < 0) {
      return false;
    }
    asked = true;
    before.put(0, values, 0, values.capacity());
    return true;
  }
}
