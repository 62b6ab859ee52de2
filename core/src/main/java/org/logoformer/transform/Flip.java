package org.logoformer.transform;

/** Whether frames are mirrored left to right. */
public enum Flip {
  /** As they are. */
  NONE,
  /** The left column last. */
  HORIZONTAL
}
