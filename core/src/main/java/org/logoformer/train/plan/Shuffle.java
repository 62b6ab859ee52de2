package org.logoformer.train.plan;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.logoformer.random.Keyed;

/**
 * In which order an epoch comes to its references: all shuffled, or so that few shards are read
 * from at a time. In the latter case the shards come in an order that is drawn for each epoch and
 * is cut into windows, whose numbers of shards differ by one at most; within a window all
 * references are shuffled.
 *
 * <p>Random are then the order of the shards, hence which of them share a window, and the order
 * within a window. What is lost: two references meet in a batch only if their shards share a
 * window, and what lies in one shard comes in one stretch of the epoch.
 *
 * @param shards number of the shard of each reference, by what it is a {@link Draw} of; empty: all
 *     references are shuffled
 * @param window shards of a window, at most
 */
public record Shuffle(Map<String, Integer> shards, int window) implements Serializable {
  /** All references. */
  public static final Shuffle GLOBAL = new Shuffle(Map.of(), 1);

  /** Copies the map. */
  public Shuffle {
    shards = Map.copyOf(shards);
    if (window < 1) {
      throw new IllegalArgumentException("A window needs a shard, not " + window);
    }
  }

  /**
   * The references in the order in which they are trained on.
   *
   * @param references in an order that does not vary
   */
  List<String> order(long seed, int epoch, List<String> references) {
    return shards.isEmpty()
        ? permuted(references, Keyed.of(seed, "epoch-plan", epoch))
        : windows(references, Keyed.of(seed, "shard-window", epoch));
  }

  private List<String> windows(List<String> references, Keyed keyed) {
    List<List<String>> contents = contents(references);
    int[] order = keyed.permutation(contents.size());
    int count = EpochPlan.ceilDiv(order.length, window);
    List<String> ordered = new ArrayList<>(references.size());
    for (int w = 0; w < count; w++) {
      List<String> together = new ArrayList<>();
      for (int i = start(w, count, order.length); i < start(w + 1, count, order.length); i++) {
        together.addAll(contents.get(order[i]));
      }
      ordered.addAll(permuted(together, keyed.split(w)));
    }
    return ordered;
  }

  private static int start(int window, int windows, int shards) {
    return (int) ((long) window * shards / windows);
  }

  /** The references of each shard, in the order of the shards' numbers. */
  private List<List<String>> contents(List<String> references) {
    Map<Integer, List<String>> contents = new TreeMap<>();
    for (String reference : references) {
      contents.computeIfAbsent(shardOf(reference), s -> new ArrayList<>()).add(reference);
    }
    return List.copyOf(contents.values());
  }

  private int shardOf(String reference) {
    Integer whole = shards.get(reference);
    // A clip may have any name, that of a draw too.
    Integer shard = whole == null ? shards.get(Draw.of(reference).reference()) : whole;
    if (shard == null) {
      throw new IllegalArgumentException("No shard is known of " + reference);
    }
    return shard;
  }

  private static List<String> permuted(List<String> references, Keyed keyed) {
    List<String> permuted = new ArrayList<>(references.size());
    for (int index : keyed.permutation(references.size())) {
      permuted.add(references.get(index));
    }
    return permuted;
  }
}
