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
 * @param settings of the network and its input, by key: the header of the parameters' file, so that
 *     a copy of it says what it is of; may be empty
 * @param params parameters and BatchNorm statistics under the names of the published state dict
 * @param momentum of the local optimiser; may be empty
 * @param outer state of the outer optimiser; may be empty
 * @param state anything else, as JSON: plan position, seeds, threads, probe hash
 */
public record Checkpoint(
    CheckpointId id,
    OptionalDouble score,
    Map<String, String> settings,
    Map<String, SafeTensor> params,
    Map<String, SafeTensor> momentum,
    Map<String, SafeTensor> outer,
    ObjectNode state) {
  public Checkpoint {
    settings = sorted(settings);
    params = sorted(params);
    momentum = sorted(momentum);
    outer = sorted(outer);
    state = state.deepCopy();
  }

  /** A checkpoint that does not say which settings its network has. */
  public Checkpoint(
      CheckpointId id,
      OptionalDouble score,
      Map<String, SafeTensor> params,
      Map<String, SafeTensor> momentum,
      Map<String, SafeTensor> outer,
      ObjectNode state) {
    this(id, score, Map.of(), params, momentum, outer, state);
  }

  /** A copy of the state. */
  @Override
  public ObjectNode state() {
    return state.deepCopy();
  }

  private static <V> Map<String, V> sorted(Map<String, V> byName) {
    return Collections.unmodifiableMap(new TreeMap<>(byName));
  }
}
