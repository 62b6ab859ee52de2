package org.logoformer.jobs.sweep.space;

/** How the values of an axis are set out in a picture. */
public enum Scale {
  /** Numbers of which differences matter. */
  LINEAR,
  /** Numbers of which factors matter. */
  LOGARITHMIC,
  /** Values without an order. */
  CATEGORIES
}
