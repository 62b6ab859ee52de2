package org.logoformer.jobs.run;

import org.logoformer.provenance.Sha256;

/** Short names for long texts. */
public final class Hash {
  private Hash() {}

  /** The first eight hexadecimal digits of the text's SHA-256. */
  public static String of(String text) {
    return Sha256.hex(text).substring(0, 8);
  }
}
