package org.logoformer.transform;

/** Whether frames are mirrored left to right. */
enum Flip {
  NONE,
  HORIZONTAL
}
