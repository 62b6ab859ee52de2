package org.logoformer.jobs.bench.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.logoformer.jobs.bench.measure.BenchNetwork;
import org.logoformer.jobs.bench.measure.Blocks;
import org.logoformer.jobs.bench.measure.Peer;

/**
 * Steps and evaluation of one precision, here and in PyTorch, in turn: first that both compute the
 * same, then which is faster.
 */
final class Comparison {
  /** Largest relative difference of losses in f32: two programs round in different places. */
  private static final double TOLERANCE = 1e-3;

  private static final int CHECKED_STEPS = 2;

  /** Slower than the fastest by this factor in its first run, a variant is out of the race. */
  private static final double HOPELESS = 1.3;

  private final BenchNetwork ours;
  private final BenchNetwork reference;
  private final Peer peer;
  private final List<PeerVariant> variants;

  /**
   * @param ours in its initial state
   * @param reference the same in f32, timed beside it; null if it is ours
   * @param peer loaded with the same weights and clips
   */
  Comparison(BenchNetwork ours, BenchNetwork reference, Peer peer, List<PeerVariant> variants) {
    this.ours = ours;
    this.reference = reference;
    this.peer = peer;
    this.variants = new ArrayList<>(variants);
  }

  /** Whether any variant is left to compare with. */
  boolean possible() {
    return !variants.isEmpty();
  }

  /**
   * Compares the losses of an evaluation and of the first steps, and drops variants that PyTorch
   * refuses; the losses computed here.
   *
   * @param refused is given each such variant with PyTorch's message
   * @throws IllegalStateException if a variant of the peer computes anything else
   */
  List<Double> check(BiConsumer<PeerVariant, String> refused) {
    List<Double> losses = new ArrayList<>();
    losses.add(ours.evaluationLoss());
    for (int i = 0; i < CHECKED_STEPS; i++) {
      losses.add(ours.step());
    }
    for (PeerVariant variant : List.copyOf(variants)) {
      try {
        requireEqual(variant, losses, lossesOf(variant));
      } catch (Peer.RefusedException e) {
        variants.remove(variant);
        refused.accept(variant, e.getMessage());
      }
    }
    return losses;
  }

  private List<Double> lossesOf(PeerVariant variant) {
    peer.ask(variant.prepare());
    List<Double> losses = new ArrayList<>();
    losses.add(run("evaluate", variant));
    for (int i = 0; i < CHECKED_STEPS; i++) {
      losses.add(run("steps", variant));
    }
    return losses;
  }

  static void requireEqual(PeerVariant variant, List<Double> ours, List<Double> theirs) {
    if (!variant.precision().equals("f32")) {
      return;
    }
    for (int i = 0; i < ours.size(); i++) {
      double error = Math.abs(ours.get(i) - theirs.get(i)) / Math.abs(theirs.get(i));
      // Not a number is not equal either.
      if (!(error <= TOLERANCE)) {
        throw new IllegalStateException(
            "PyTorch (%s) has other losses from the same weights and clips: %s, not %s"
                .formatted(variant.title(), theirs, ours));
      }
    }
  }

  /** Whole steps. */
  Race steps(Blocks blocks) {
    return race(blocks, BenchNetwork::step, "steps");
  }

  /** Forward passes with running statistics. */
  Race evaluation(Blocks blocks) {
    return race(blocks, BenchNetwork::evaluate, "evaluate");
  }

  private Race race(Blocks blocks, Consumer<BenchNetwork> work, String request) {
    Map<PeerVariant, Double> first = new LinkedHashMap<>();
    for (PeerVariant variant : variants) {
      first.put(variant, blocks.once(() -> run(request, variant)));
    }
    double best = first.values().stream().mapToDouble(s -> s).min().orElseThrow();
    Map<String, Runnable> things = new LinkedHashMap<>();
    things.put("ours", () -> work.accept(ours));
    if (reference != null) {
      things.put("reference", () -> work.accept(reference));
    }
    first.forEach(
        (variant, seconds) -> {
          if (seconds <= HOPELESS * best) {
            things.put(variant.key(), () -> run(request, variant));
          }
        });
    Map<String, Double> medians = blocks.time(things);
    Map<PeerVariant, Double> peers = new LinkedHashMap<>();
    first.forEach((variant, s) -> peers.put(variant, medians.getOrDefault(variant.key(), s)));
    return new Race(medians.get("ours"), medians.get("reference"), peers);
  }

  /** The loss. */
  private double run(String name, PeerVariant variant) {
    return peer.ask(variant.request(name)).get("losses").get(0).asDouble();
  }
}
