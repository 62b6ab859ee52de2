package org.logoformer.kernels.onednn;

import org.bytedeco.javacpp.Pointer;

/** Memory that somebody else owns. */
final class Address extends Pointer {
  Address(long address) {
    this.address = address;
  }
}
