package org.logoformer.kernels.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Op;
import org.logoformer.tensor.Tensor;

/** A way to compute an operation. The first that is right is taken. */
enum Route {
  DIRECT("as it is"),
  /** All of the batch but its last item, then that: other sizes for the same strides. */
  PARTS("in two parts"),
  /** The operation on contiguous copies, each with memory of its own. */
  COPIES("by contiguous copies"),
  /** By other operations of the kernels. */
  OTHERS("by other operations"),
  /** Loops in Java. */
  PLAIN("by plain Java");

  private final String label;

  Route(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  /** Whether it is another way than those before. */
  boolean serves(Operation o) {
    return switch (this) {
      case DIRECT -> o.first() == DIRECT;
      case PARTS -> o.first() == DIRECT && o.isDivisible();
      case COPIES ->
          o.first() != DIRECT
              || IntStream.range(0, o.operands().size()).anyMatch(i -> !o.isPlain(i));
      case OTHERS -> o.hasOther();
      case PLAIN -> true;
    };
  }

  /** Makes the operation of tensors that are laid out as its operands. */
  Op make(Operation o, Kernels kernels, Tensor[] t) {
    return switch (this) {
      case DIRECT -> o.make(kernels, t);
      case PARTS -> parts(o, kernels, t);
      case COPIES -> copies(o, kernels, t);
      case OTHERS -> o.makeOtherwise(kernels, t);
      case PLAIN -> new PlainOp(o, t);
    };
  }

  private static Op parts(Operation o, Kernels kernels, Tensor[] t) {
    long last = o.batch() - 1;
    Op most = o.make(kernels, o.part(t, 0, last));
    Op rest = o.make(kernels, o.part(t, last, last + 1));
    return () -> {
      most.run();
      rest.run();
    };
  }

  private static Op copies(Operation o, Kernels kernels, Tensor[] t) {
    List<Op> ops = new ArrayList<>();
    List<Op> back = new ArrayList<>();
    Tensor[] dense = t.clone();
    for (int i = 0; i < t.length; i++) {
      if (o.isPlain(i)) {
        continue;
      }
      dense[i] = kernels.arena().allocateLasting(t[i].shape());
      if (o.operands().get(i).isRead()) {
        ops.add(kernels.copy(t[i], dense[i]));
      }
      if (o.operands().get(i).isResult()) {
        back.add(kernels.copy(dense[i], t[i]));
      }
    }
    ops.add(o.make(kernels, dense));
    ops.addAll(back);
    return () -> {
      for (Op op : ops) {
        op.run();
      }
    };
  }
}
