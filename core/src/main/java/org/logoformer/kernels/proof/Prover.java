package org.logoformer.kernels.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.logoformer.error.KernelsException;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Op;

/** Finds the route of each operation of some kernels, and makes it that way. */
final class Prover {
  /**
   * Multiply-adds in a proof, about, an element counted as 50. Heavier operations are proved on the
   * first items of their batch, but for products, whose errors hang on the strides of the batch.
   */
  private static final double LIMIT = 1e8;

  private static final double PER_ELEMENT = 50;

  private static final long FEWEST_ITEMS = 2;

  private final Kernels kernels;
  private final Implementation implementation;
  private final Proofs proofs;
  private final String prefix;

  Prover(Kernels kernels, Implementation implementation, Proofs proofs) {
    this.kernels = kernels;
    this.implementation = implementation;
    this.proofs = proofs;
    this.prefix = implementation + ": ";
  }

  Kernels kernels() {
    return kernels;
  }

  Implementation implementation() {
    return implementation;
  }

  Proofs proofs() {
    return proofs;
  }

  Route route(Operation o) {
    String text = o.toString();
    return proofs.route(prefix + text, () -> prove(o, text));
  }

  /** Whether it is right as it is. If not, no other route is looked for, and nothing is told. */
  boolean isRight(Operation o) {
    return proofs.route(
            prefix + o,
            () -> fault(affordable(o), Route.DIRECT) == null ? Route.DIRECT : Route.PLAIN)
        == Route.DIRECT;
  }

  /** The operation, proved. */
  Op op(Operation o) {
    return op(o, route(o), () -> o.make(kernels, o.tensors()));
  }

  /** The operation by its route, where {@code direct} is what makes it directly. */
  Op op(Operation o, Route route, Supplier<Op> direct) {
    Op op = route == Route.DIRECT ? direct.get() : route.make(o, kernels, o.tensors());
    return Proofs.disturbed(proofs.disturbances(), o, route, op, o.tensors());
  }

  private Route prove(Operation o, String text) {
    Operation proved = affordable(o);
    List<String> faults = new ArrayList<>();
    for (Route route : Route.values()) {
      if (!route.serves(o) || (route == Route.PARTS && !proved.isDivisible())) {
        continue;
      }
      String fault = fault(proved, route);
      if (fault == null) {
        if (!faults.isEmpty()) {
          proofs.tell(
              "%s is computed %s (%s; %s)"
                  .formatted(text, route.label(), implementation, String.join("; ", faults)));
        }
        return route;
      }
      faults.add(route.label() + ": " + fault);
    }
    throw new KernelsException(
        "No right way was found to compute %s with %s (%s). %s"
            .formatted(text, implementation, String.join("; ", faults), implementation.remedy()));
  }

  private static Operation affordable(Operation o) {
    double cost = o.work() + PER_ELEMENT * o.elements();
    long items = o.batch();
    if (cost <= LIMIT || items <= FEWEST_ITEMS || o.isDivisible()) {
      return o;
    }
    long affordable = Math.max(FEWEST_ITEMS, (long) (items * LIMIT / cost));
    return o.ofFirst(affordable);
  }

  private String fault(Operation o, Route route) {
    Room room = proofs.borrow(implementation.type());
    try (Kernels sibling = implementation.sibling()) {
      String fault = Proof.fault(o, route, sibling, room, implementation, proofs);
      if (fault == null) {
        return null;
      }
      String chosen =
          sibling.implementations().stream()
              .map(i -> i.substring(i.lastIndexOf(": ") + 2))
              .distinct()
              .collect(Collectors.joining(", "));
      return chosen.isEmpty() ? fault : "%s gives %s".formatted(chosen, fault);
    } finally {
      proofs.giveBack(room, implementation.type());
    }
  }
}
