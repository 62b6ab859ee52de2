package org.logoformer.jobs.bench.measure;

import java.util.Locale;

/** Constants as the command line and the configuration write them. */
public final class Spelling {
  private Spelling() {}

  /** Such as {@code avx2}. */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
