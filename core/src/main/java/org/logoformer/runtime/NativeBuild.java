package org.logoformer.runtime;

/** Which build of ND4J's native code this process runs; for the record of a run. */
public final class NativeBuild {
  private NativeBuild() {}

  /** Its vector instructions: {@code avx512}, {@code avx2} or {@code plain}. */
  public static String instructionSet() {
    return NativeVariant.selected();
  }
}
