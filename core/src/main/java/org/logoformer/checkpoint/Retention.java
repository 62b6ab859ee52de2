package org.logoformer.checkpoint;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which checkpoints stay.
 *
 * @param last how many of the newest, at least 1
 * @param best how many of those with the highest score; of equal scores the newer
 */
public record Retention(int last, int best) {
  /** Nothing is ever removed. */
  public static final Retention ALL = new Retention(Integer.MAX_VALUE, 0);

  public Retention {
    if (last < 1 || best < 0) {
      throw new IllegalArgumentException("cannot keep last " + last + " and best " + best);
    }
  }

  Set<CheckpointId> kept(Map<CheckpointId, OptionalDouble> scores) {
    Set<CheckpointId> kept = new HashSet<>();
    scores.keySet().stream().sorted(Comparator.reverseOrder()).limit(last).forEach(kept::add);
    bestFirst(scores).limit(best).forEach(kept::add);
    return kept;
  }

  /** Those that have a score. */
  static Stream<CheckpointId> bestFirst(Map<CheckpointId, OptionalDouble> scores) {
    return scores.entrySet().stream()
        .filter(e -> e.getValue().isPresent())
        .sorted(
            Comparator.comparingDouble(
                    (Map.Entry<CheckpointId, OptionalDouble> e) -> e.getValue().getAsDouble())
                .thenComparing(Map.Entry::getKey)
                .reversed())
        .map(Map.Entry::getKey);
  }
}
