package org.logoformer.jobs.picture;

/** What a picture is shown on. */
public enum Theme {
  /** White pages, and paper. */
  LIGHT,
  /** Dark pages. */
  DARK
}
