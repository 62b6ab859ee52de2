package org.logoformer.jobs.bench.quality;

import java.util.List;
import org.logoformer.config.LogoConfig;

/** An ordering that the paper states: {@link #with} is better than {@link #without}. */
enum Claim {
  COMPACT_LOSS(Claim.REFERENCE, "without compact loss"),
  COMPACT_LOSS_AS_PRINTED("compact loss as printed", "without compact loss"),
  SAM(Claim.REFERENCE, "without SAM");

  /** Symmetric compact loss and SAM. */
  static final String REFERENCE = "compact loss and SAM";

  private final String with;
  private final String without;

  Claim(String with, String without) {
    this.with = with;
    this.without = without;
  }

  String with() {
    return with;
  }

  String without() {
    return without;
  }

  /** One training of each setting; the reference first. */
  static List<Training> trainings(LogoConfig base) {
    return List.of(
        Training.of(REFERENCE, base, "loss.compact.form=symmetric"),
        Training.of(COMPACT_LOSS.without, base, "loss.compact.weight=0"),
        Training.of(COMPACT_LOSS_AS_PRINTED.with, base, "loss.compact.form=printed"),
        Training.of(SAM.without, base, "optimiser.sam.rho=0"));
  }
}
