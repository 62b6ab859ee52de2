package org.logoformer.synth;

import org.logoformer.random.Keyed;

/**
 * Where the head is in one frame.
 *
 * @param yaw turn to the side, radians
 * @param pitch nod, radians
 * @param roll tilt in the image plane, radians
 * @param x shift to the right, face units
 * @param y shift downwards, face units
 * @param scale size of the face; at 1 the whole head just fits into the frame
 */
record Pose(double yaw, double pitch, double roll, double x, double y, double scale) {

  /** The head of a clip over time: a pose that drifts steadily to another. */
  record Drift(Pose from, Pose to) {
    static Drift of(Keyed draws) {
      Pose from =
          new Pose(
              draws.nextDouble(-0.2, 0.2),
              draws.nextDouble(-0.12, 0.12),
              draws.nextDouble(-0.1, 0.1),
              draws.nextDouble(-0.06, 0.06),
              draws.nextDouble(-0.06, 0.06),
              draws.nextDouble(1.15, 1.3));
      Pose to =
          new Pose(
              from.yaw + draws.nextDouble(-0.1, 0.1),
              from.pitch + draws.nextDouble(-0.08, 0.08),
              from.roll + draws.nextDouble(-0.08, 0.08),
              from.x + draws.nextDouble(-0.05, 0.05),
              from.y + draws.nextDouble(-0.05, 0.05),
              from.scale + draws.nextDouble(-0.04, 0.04));
      return new Drift(from, to);
    }

    /** The pose at time u, 0 the first frame of the clip and 1 the last. */
    Pose at(double u) {
      return new Pose(
          from.yaw + u * (to.yaw - from.yaw),
          from.pitch + u * (to.pitch - from.pitch),
          from.roll + u * (to.roll - from.roll),
          from.x + u * (to.x - from.x),
          from.y + u * (to.y - from.y),
          from.scale + u * (to.scale - from.scale));
    }
  }
}
