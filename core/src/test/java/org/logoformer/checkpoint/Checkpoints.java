package org.logoformer.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.OptionalDouble;

/** Small checkpoints whose every part differs from epoch to epoch. */
final class Checkpoints {
  private Checkpoints() {}

  static Checkpoint ofEpoch(int epoch) {
    return scored(epoch, OptionalDouble.empty());
  }

  static Checkpoint scored(int epoch, double score) {
    return scored(epoch, OptionalDouble.of(score));
  }

  private static Checkpoint scored(int epoch, OptionalDouble score) {
    ObjectNode state = new ObjectMapper().createObjectNode();
    state.put("position", 7 * epoch).putObject("probe").put("hash", Long.MAX_VALUE - epoch);
    return new Checkpoint(
        new CheckpointId(epoch, 24 * epoch),
        score,
        Map.of(
            "head.weight", SafeTensor.of(new float[] {epoch, 1, 2, 3}, 2, 2),
            "head.bias", SafeTensor.of(new float[] {-epoch, 0.5f}, 2)),
        Map.of("head.bias", SafeTensor.of(new float[] {epoch, 9}, 2)),
        epoch % 2 == 0 ? Map.of() : Map.of("head.bias", SafeTensor.of(new float[] {4, epoch}, 2)),
        state);
  }
}
