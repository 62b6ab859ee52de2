package org.logoformer.kernels.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.Op;
import org.logoformer.tensor.Tensor;

/** One operation of {@link Kernels} with its tensors: how it is made, and what it should give. */
final class Operation {
  /** What an operation does to an operand. */
  enum Role {
    READ,
    WRITTEN,
    /** Read, then written. */
    UPDATED,
    /** Written with something that is not the result in question. */
    SPOILED
  }

  /**
   * A tensor of the operation.
   *
   * @param values of which kind it is proved with
   * @param shared whether its first dimension is that of the batch
   */
  record Operand(Role role, Values values, Tensor tensor, boolean shared) {
    boolean isResult() {
      return role == Role.WRITTEN || role == Role.UPDATED;
    }

    boolean isRead() {
      return role == Role.READ || role == Role.UPDATED;
    }
  }

  /** Makes the operation of tensors given in the order of the operands. */
  @FunctionalInterface
  interface Maker {
    Op of(Kernels kernels, Tensor[] t);
  }

  /** What should come out, of operands in their order. */
  @FunctionalInterface
  interface Definition {
    Truth of(View[] v);
  }

  private final String name;
  private final String settings;
  private final List<Operand> operands = new ArrayList<>();
  private Maker maker;
  private Maker other;
  private Definition definition;
  private double work;
  private boolean divisible;
  private Route first = Route.DIRECT;
  private List<String> names;
  private String text;
  private int[] same;

  /**
   * @param settings all that decides beside the tensors
   */
  Operation(String name, String settings) {
    this.name = name;
    this.settings = settings;
    this.names = List.of(name);
  }

  /** It is the operation {@code other}, too. */
  Operation and(String other) {
    names = List.of(name, other);
    return this;
  }

  /** Of all that it computes. */
  List<String> names() {
    return names;
  }

  /** Adds an operand; null adds none. Returns its number, or -1. */
  int add(Role role, Values values, Tensor tensor, boolean shared) {
    if (tensor == null) {
      return -1;
    }
    operands.add(new Operand(role, values, tensor, shared));
    return operands.size() - 1;
  }

  int read(Tensor tensor) {
    return add(Role.READ, Values.UNIT, tensor, false);
  }

  /** An input that has a part for each item of the batch. */
  int readShared(Tensor tensor) {
    return add(Role.READ, Values.UNIT, tensor, true);
  }

  int written(Tensor tensor) {
    return add(Role.WRITTEN, Values.UNIT, tensor, false);
  }

  int writtenShared(Tensor tensor) {
    return add(Role.WRITTEN, Values.UNIT, tensor, true);
  }

  /** An output that is not looked at. */
  int spoiledShared(Tensor tensor) {
    return add(Role.SPOILED, Values.UNIT, tensor, true);
  }

  /**
   * Says how it is made and what should come out.
   *
   * @param multiplyAdds about
   */
  Operation by(Maker making, Definition truth, double multiplyAdds) {
    maker = making;
    definition = truth;
    work = multiplyAdds;
    return this;
  }

  /** Says how other operations of the kernels make it. */
  Operation otherwise(Maker making) {
    other = making;
    return this;
  }

  /** Each item of the batch is computed alone, so two parts of the batch are the same. */
  Operation divisible() {
    divisible = true;
    return this;
  }

  /** The route of an operation that this one needs the state of. */
  Operation after(Route forward) {
    first = forward == Route.DIRECT ? Route.DIRECT : Route.COPIES;
    return this;
  }

  Route first() {
    return first;
  }

  String name() {
    return name;
  }

  List<Operand> operands() {
    return operands;
  }

  double work() {
    return work;
  }

  Tensor[] tensors() {
    Tensor[] tensors = new Tensor[operands.size()];
    for (int i = 0; i < tensors.length; i++) {
      tensors[i] = operands.get(i).tensor();
    }
    return tensors;
  }

  Op make(Kernels kernels, Tensor[] t) {
    return maker.of(kernels, t);
  }

  boolean hasOther() {
    return other != null;
  }

  Op makeOtherwise(Kernels kernels, Tensor[] t) {
    return other.of(kernels, t);
  }

  Truth truth(View[] views) {
    return definition.of(views);
  }

  boolean isDivisible() {
    return divisible && batch() > 1;
  }

  /** Items of the batch; 0 if it has none. */
  long batch() {
    for (Operand o : operands) {
      if (o.shared()) {
        return o.tensor().size(0);
      }
    }
    return 0;
  }

  /** The tensors' part for items {@code from} to {@code to} of the batch. */
  Tensor[] part(Tensor[] t, long from, long to) {
    Tensor[] part = t.clone();
    for (int i = 0; i < part.length; i++) {
      if (operands.get(i).shared()) {
        part[i] = part[i].slice(0, from, to);
      }
    }
    return part;
  }

  /** The same operation for the first {@code items} of the batch. */
  Operation ofFirst(long items) {
    Operation smaller = new Operation(name, settings);
    Tensor[] t = part(tensors(), 0, items);
    for (int i = 0; i < t.length; i++) {
      Operand o = operands.get(i);
      smaller.add(o.role(), o.values(), t[i], o.shared());
    }
    smaller.by(maker, definition, work * items / batch());
    smaller.other = other;
    smaller.divisible = divisible;
    smaller.first = first;
    smaller.names = names;
    return smaller;
  }

  /** Elements of all operands. */
  long elements() {
    long elements = 0;
    for (Operand o : operands) {
      elements += o.tensor().span();
    }
    return elements;
  }

  /** Number of the first operand with the memory, sizes and strides of operand {@code i}. */
  int same(int i) {
    if (same == null) {
      same = new int[operands.size()];
      Arrays.setAll(same, this::firstLike);
    }
    return same[i];
  }

  private int firstLike(int i) {
    Tensor tensor = operands.get(i).tensor();
    for (int j = 0; j < i; j++) {
      Tensor other = operands.get(j).tensor();
      if (other.address() == tensor.address()
          && Arrays.equals(other.shape(), tensor.shape())
          && Arrays.equals(other.strides(), tensor.strides())) {
        return j;
      }
    }
    return i;
  }

  /** Operand {@code i} has memory of its own, without gaps, in row-major order. */
  boolean isPlain(int i) {
    for (int j = i + 1; j < operands.size(); j++) {
      if (same(j) == i) {
        return false;
      }
    }
    return same(i) == i && operands.get(i).tensor().isContiguous();
  }

  /** All that decides how it is computed. */
  @Override
  public String toString() {
    if (text == null) {
      text = described();
    }
    return text;
  }

  private String described() {
    StringBuilder text = new StringBuilder(name).append(settings);
    for (int i = 0; i < operands.size(); i++) {
      Operand o = operands.get(i);
      text.append(i == 0 ? " of " : ", ").append(Arrays.toString(o.tensor().shape()));
      if (!o.tensor().isContiguous()) {
        text.append(" strides ").append(Arrays.toString(o.tensor().strides()));
      }
      if (o.role() != Role.READ) {
        text.append(
            o.role() == Role.WRITTEN
                ? " written"
                : o.role() == Role.UPDATED ? " updated" : " spoiled");
      }
      if (same(i) != i) {
        text.append(" in place of ").append(same(i));
      }
    }
    return text.append(first == Route.DIRECT ? "" : " with its forward pass").toString();
  }
}
