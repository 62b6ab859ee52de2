package org.logoformer.jobs.rounds;

import java.util.List;
import org.logoformer.train.plan.Position;
import org.logoformer.train.state.FlatVector;
import org.logoformer.train.state.TrainingState;

/** A training state as the driver sends it to workers. */
public final class StateBytes {
  private StateBytes() {}

  /** The bytes of a state, without the outer momentum. */
  public static byte[] of(TrainingState state) {
    return whole(state.withOuter(FlatVector.copyOf(null)));
  }

  /** The bytes of a state with everything in it. */
  static byte[] whole(TrainingState state) {
    return new Packet<>(
            state.position(), List.of(state.parameters(), state.updater(), state.outer()))
        .bytes();
  }

  /** Reads what either of them wrote. */
  public static TrainingState read(byte[] bytes) {
    Packet<Position> packet = Packet.of(bytes, Position.class);
    return new TrainingState(
        packet.vectors().get(0), packet.vectors().get(1), packet.vectors().get(2), packet.head());
  }
}
