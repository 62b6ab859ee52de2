package org.logoformer.kernels.proof;

import java.util.Arrays;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Op;
import org.logoformer.kernels.proof.Operation.Operand;
import org.logoformer.tensor.Tensor;

/**
 * Runs an operation once on keyed values in memory of its own, and compares what it wrote with the
 * definition: every output if that is little work, else a keyed sample with the corners and edges
 * of each dimension. Whether all was written, and nothing else, is looked at always.
 */
final class Proof {
  /** Terms of the definition that are added up for each result of an operation, about. */
  private static final long TERMS = 1_500;

  /** Outputs looked at, however many terms each has. */
  private static final long FEWEST = 12;

  private static final int CORNERS = 8;

  private final Operation operation;
  private final Implementation implementation;
  private final Tensor[] tensors;
  private final View[] views;
  private final Replica[] replicas;
  private final Sum sum = new Sum();

  private Proof(Operation operation, Room room, Implementation implementation) {
    this.operation = operation;
    this.implementation = implementation;
    int count = operation.operands().size();
    tensors = new Tensor[count];
    views = new View[count];
    replicas = new Replica[count];
    for (int i = 0; i < count; i++) {
      int same = operation.same(i);
      replicas[i] = same == i ? replica(room, i) : replicas[same];
      tensors[i] = replicas[i].tensor();
      views[i] = replicas[i].view();
    }
  }

  private Replica replica(Room room, int i) {
    boolean read = false;
    boolean result = false;
    for (int j = i; j < operation.operands().size(); j++) {
      Operand o = operation.operands().get(j);
      boolean same = operation.same(j) == i;
      read |= same && o.isRead();
      result |= same && o.role() != Operation.Role.READ;
    }
    Operand o = operation.operands().get(i);
    Values values = implementation.exact(o.values());
    return new Replica(room, o.tensor(), values, read, result, 7919 * (i + 1));
  }

  /**
   * What is wrong with {@code operation} when {@code kernels} compute it by {@code route}; null if
   * it is right.
   *
   * @param kernels to be used for nothing else
   * @param room for the operands
   * @param proofs what it takes is added there
   */
  static String fault(
      Operation operation,
      Route route,
      Kernels kernels,
      Room room,
      Implementation implementation,
      Proofs proofs) {
    Proof proof = new Proof(operation, room, implementation);
    Op op;
    long start = System.nanoTime();
    try {
      op = route.make(operation, kernels, proof.tensors);
    } catch (IllegalStateException e) {
      // oneDNN has no implementation.
      return e.getMessage();
    }
    proofs.made(System.nanoTime() - start);
    Proofs.disturbed(proofs.disturbances(), operation, route, op, proof.tensors).run();
    return proof.fault();
  }

  private String fault() {
    Truth truth = operation.truth(views);
    for (int i = 0; i < replicas.length; i++) {
      if (operation.operands().get(i).isResult()) {
        String flaw = replicas[i].flaw();
        String fault = flaw == null ? compare(i, truth) : flaw;
        if (fault != null) {
          return "operand " + i + ": " + fault;
        }
      }
    }
    return null;
  }

  private String compare(int operand, Truth truth) {
    long outputs = views[operand].length();
    long affordable = TERMS / Math.max(1, truth.cost(operand));
    if (outputs <= Math.max(affordable, FEWEST)) {
      Odometer at = new Odometer(views[operand].shape());
      for (int n = 0; n < outputs; n++) {
        if (isWrong(operand, truth, at.index())) {
          return difference(operand, at.index());
        }
        at.next();
      }
      return null;
    }
    Sample sample = new Sample(views[operand].shape(), operation.toString().hashCode());
    for (int n = 0; n < Math.max(affordable, FEWEST); n++) {
      int[] at = n < CORNERS ? sample.corner(n) : sample.point(n);
      if (isWrong(operand, truth, at)) {
        return difference(operand, at);
      }
    }
    return null;
  }

  private boolean isWrong(int operand, Truth truth, int[] at) {
    truth.at(operand, at, sum.clear());
    return !sum.allows(replicas[operand].result(at), implementation.tolerance());
  }

  private String difference(int operand, int[] at) {
    return "%s instead of %s at %s"
        .formatted((float) replicas[operand].result(at), (float) sum.value(), Arrays.toString(at));
  }
}
