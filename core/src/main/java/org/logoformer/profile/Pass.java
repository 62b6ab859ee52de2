package org.logoformer.profile;

/** Which way through the network, or neither. */
public enum Pass {
  FORWARD,
  BACKWARD,
  /** What belongs to the step as a whole. */
  STEP
}
