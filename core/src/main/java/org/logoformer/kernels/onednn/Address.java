package org.logoformer.kernels.onednn;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** Memory that somebody else owns. */
final class Address extends Pointer {
  Address(long address) {
    this.address = address;
  }

  /** The first {@code length} elements. */
  FloatBuffer floats(int length) {
    return new FloatPointer(this).capacity(length).asBuffer();
  }
}
