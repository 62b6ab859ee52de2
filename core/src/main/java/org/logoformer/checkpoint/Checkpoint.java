package org.logoformer.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * All that training needs to go on from the end of a round, and no more.
 *
 * @param score what "best" means, higher is better (UAR); empty if it was not evaluated
 * @param params parameters and BatchNorm statistics under the names of the published state dict
 * @param momentum of the local optimiser; may be empty
 * @param outer state of the outer optimiser; may be empty
 * @param state anything else, as JSON: plan position, seeds, threads, probe hash
 */
public record Checkpoint(
    CheckpointId id,
    OptionalDouble score,
    Map<String, SafeTensor> params,
    Map<String, SafeTensor> momentum,
    Map<String, SafeTensor> outer,
    ObjectNode state) {
  public Checkpoint {
    params = sorted(params);
    momentum = sorted(momentum);
    outer = sorted(outer);
    state = state.deepCopy();
  }

  /** A copy of the state. */
  @Override
  public ObjectNode state() {
    return state.deepCopy();
  }

  private static Map<String, SafeTensor> sorted(Map<String, SafeTensor> tensors) {
    return Collections.unmodifiableMap(new TreeMap<>(tensors));
  }
}
