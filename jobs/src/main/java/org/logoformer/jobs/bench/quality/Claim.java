package org.logoformer.jobs.bench.quality;

import java.util.List;
import org.logoformer.config.LogoConfig;

/**
 * An ordering: {@link #with} is better than {@link #without}. The first ones are the paper's, the
 * others follow from how this project starts a network from nothing.
 */
enum Claim {
  COMPACT_LOSS(Claim.REFERENCE, "without compact loss"),
  COMPACT_LOSS_AS_PRINTED("compact loss as printed", "without compact loss"),
  SAM(Claim.REFERENCE, "without SAM"),
  COMPACT_LOSS_LATE(Claim.REFERENCE, "compact loss from the first epoch"),
  WIDE_START(Claim.REFERENCE, "weights and positions of 0.02");

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
        Training.of(SAM.without, base, "optimiser.sam.rho=0"),
        Training.of(
            COMPACT_LOSS_LATE.without,
            base,
            "loss.compact.start-epoch=0",
            "loss.compact.warmup-epochs=0"),
        Training.of(
            WIDE_START.without,
            base,
            "model.initial.weights=fixed",
            "model.initial.positions=0.02"));
  }
}
