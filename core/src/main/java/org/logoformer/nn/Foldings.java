package org.logoformer.nn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Op;
import org.logoformer.tensor.Tensor;

/**
 * What inference computes of parameters alone, by the first lane, for all: again when one of those
 * parameters has changed. Training moves them between one pass and the next.
 */
final class Foldings {
  private final Map<String, Folded> folded = new HashMap<>();
  private final Map<String, Kernels.FusedConvolution> prepared = new HashMap<>();
  private final List<Op> foldings = new ArrayList<>();
  private final Set<String> reads = new HashSet<>();
  private List<BooleanSupplier> changes = List.of();

  /** A convolution's weight and bias with the normalisation behind it in them. */
  record Folded(Tensor weight, Tensor bias) {}

  /** What is called {@code name}, made by the lane that asks first. */
  synchronized Folded folded(String name, Supplier<Folded> making) {
    return folded.computeIfAbsent(name, n -> making.get());
  }

  /**
   * Registers what is to be computed when a parameter has changed.
   *
   * @param names of all parameters that it reads
   */
  synchronized void onChange(Op op, List<String> names) {
    foldings.add(op);
    reads.addAll(names);
  }

  /**
   * The convolution that {@code making} makes; it is given the one that the first lane made for the
   * same {@code key}, whose preparation serves all, or null in the first lane.
   */
  Kernels.FusedConvolution prepared(String key, UnaryOperator<Kernels.FusedConvolution> making) {
    Kernels.FusedConvolution first;
    synchronized (this) {
      first = prepared.get(key);
    }
    Kernels.FusedConvolution made = making.apply(first);
    if (first == null) {
      synchronized (this) {
        prepared.put(key, made);
        foldings.add(made::prepare);
      }
    }
    return made;
  }

  /** From now on watches what is read, with kernels of the first lane. */
  void watch(ParameterVector parameters, Kernels kernels) {
    changes =
        parameters.layout().ranges(reads).stream()
            .map(range -> kernels.changes(parameters.range(range)))
            .toList();
  }

  /** Whether a parameter has changed since this was asked last. */
  boolean changed() {
    boolean changed = false;
    for (BooleanSupplier part : changes) {
      // All are asked: each remembers what it saw.
      changed |= part.getAsBoolean();
    }
    return changed;
  }

  /** Computes all of it; in the first lane. */
  void run() {
    foldings.forEach(Op::run);
  }
}
