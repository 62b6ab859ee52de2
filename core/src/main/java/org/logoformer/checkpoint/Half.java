package org.logoformer.checkpoint;

/** The two 16-bit floating-point formats. */
final class Half {
  private Half() {}

  /** IEEE 754 binary16: 1 sign, 5 exponent (bias 15), 10 fraction bits. Exact. */
  static float fromF16(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = bits >>> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0) {
      return Math.copySign(fraction * 0x1p-24f, Float.intBitsToFloat(sign));
    }
    int wide = exponent == 0x1f ? 0xff : exponent + (127 - 15);
    return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
  }

  /** The upper half of a float. Exact. */
  static float fromBf16(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }
}
