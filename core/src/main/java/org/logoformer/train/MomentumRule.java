package org.logoformer.train;

/** What happens to the updater's state at an average. */
public enum MomentumRule {
  /** Averaged like the parameters. */
  AVERAGE,
  /** Zero at the start of each round; it never travels. */
  RESET
}
