package org.logoformer.checkpoint.torch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.logoformer.checkpoint.torch.Value.Dictionary;
import org.logoformer.checkpoint.torch.Value.Global;
import org.logoformer.checkpoint.torch.Value.Scalar;
import org.logoformer.checkpoint.torch.Value.Sequence;
import org.logoformer.checkpoint.torch.Value.Storage;
import org.logoformer.checkpoint.torch.Value.Tensor;

/** The few names of Python that mean something here. None is a function that is called. */
final class Rebuilding {
  private static final int MOST_DIMENSIONS = 16;
  private static final String TORCH = "torch.";
  private static final String CUDA = "torch.cuda.";
  private static final String STORAGE = "torch.storage.";

  /** A dictionary may be made of one list again and again. */
  private static final int MOST_COPIED = 1_000_000;

  private final Refusal refusal;
  private final Map<String, Storage> storages;
  private int copied;

  /**
   * @param storages gets those that are referred to, by key
   */
  Rebuilding(Refusal refusal, Map<String, Storage> storages) {
    this.refusal = refusal;
    this.storages = storages;
  }

  /** What {@code function(arguments)} stands for. */
  Value call(Global function, List<Value> arguments) {
    return switch (function.path()) {
      case "collections.OrderedDict" -> ordered(arguments);
      case "torch._utils._rebuild_tensor_v2" -> {
        requirePlain(arguments, 6);
        yield tensor(arguments, Optional.empty());
      }
      case "torch._utils._rebuild_tensor_v3" -> {
        requirePlain(arguments, 7);
        yield tensor(arguments, dtype(arguments));
      }
      case "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state" ->
          parameter(arguments);
      case "torch.device" -> Scalar.NONE;
      case "torch.Size" -> new Sequence(items(argument(arguments, 0)));
      default ->
          throw refusal.forbidden(
              "a call of %s.%s"
                  .formatted(Refusal.shown(function.module()), Refusal.shown(function.name())));
    };
  }

  /** Tensor of {@code ('storage', type, key, device, elements[, view])}. */
  Storage storage(List<Value> id) {
    boolean isStorage = argument(id, 0) instanceof Scalar kind && "storage".equals(kind.of());
    refusal.require(isStorage, "it refers to something outside that is no storage");
    refusal.require(
        id.size() < 6 || isNone(argument(id, 5)),
        "a storage is a part of another, as PyTorch before 0.4 wrote it");
    long elements = whole(argument(id, 4));
    refusal.require(elements >= 0, "a storage has " + elements + " elements");
    if (argument(id, 2) instanceof Scalar key && key.isText()) {
      Storage storage = new Storage(key.text(), kind(argument(id, 1)), elements);
      Storage known = storages.putIfAbsent(storage.key(), storage);
      refusal.require(
          known == null || known.equals(storage),
          "storage %s has two types or sizes".formatted(Refusal.shown(storage.key())));
      return storage;
    }
    throw refusal.damaged("a storage has no name");
  }

  /** Elements that are to be negated or conjugated when they are read. */
  private void requirePlain(List<Value> arguments, int metadata) {
    boolean plain =
        arguments.size() <= metadata
            || isNone(arguments.get(metadata))
            || (arguments.get(metadata) instanceof Dictionary d && d.entries().isEmpty());
    if (!plain) {
      throw refusal.forbidden("a tensor whose elements are negated or conjugated views");
    }
  }

  private static boolean isNone(Value value) {
    return value instanceof Scalar scalar && scalar.of() == null;
  }

  private ElementKind kind(Value type) {
    if (!(type instanceof Global global)) {
      throw refusal.damaged("a storage has no type");
    }
    String path = global.path();
    for (String prefix : List.of(STORAGE, CUDA, TORCH)) {
      if (path.startsWith(prefix)) {
        return ElementKind.ofStorage(path.substring(prefix.length()))
            .orElseThrow(() -> unknown(path));
      }
    }
    throw unknown(path);
  }

  private RuntimeException unknown(String path) {
    return refusal.forbidden("a storage of type " + Refusal.shown(path));
  }

  private Value ordered(List<Value> arguments) {
    Dictionary dictionary = new Dictionary();
    if (!arguments.isEmpty()) {
      // As Python 2 wrote it: a list of pairs.
      for (Value pair : items(argument(arguments, 0))) {
        List<Value> entry = items(pair);
        refusal.require(++copied <= MOST_COPIED, "its dictionaries are copied too often");
        if (entry.size() != 2 || !(entry.get(0) instanceof Scalar key)) {
          throw refusal.damaged("an entry of a dictionary is no pair");
        }
        dictionary.entries().put(key.of(), entry.get(1));
      }
    }
    return dictionary;
  }

  private Optional<ElementKind> dtype(List<Value> arguments) {
    if (argument(arguments, 6) instanceof Global global && global.module().equals("torch")) {
      return Optional.of(
          ElementKind.ofDtype(global.name())
              .orElseThrow(() -> refusal.forbidden("a tensor of " + Refusal.shown(global.path()))));
    }
    throw refusal.damaged("a tensor has no type");
  }

  private Value parameter(List<Value> arguments) {
    if (argument(arguments, 0) instanceof Tensor tensor) {
      return tensor;
    }
    throw refusal.damaged("a parameter is no tensor");
  }

  /**
   * Of storage, offset, size and stride.
   *
   * @param given the type of elements of a storage that has none
   */
  private Tensor tensor(List<Value> arguments, Optional<ElementKind> given) {
    if (!(argument(arguments, 0) instanceof Storage storage)) {
      throw refusal.damaged("a tensor has no storage");
    }
    long offset = whole(argument(arguments, 1));
    long[] shape = wholes(argument(arguments, 2));
    long[] strides = wholes(argument(arguments, 3));
    refusal.require(offset >= 0, "a tensor begins in front of its storage");
    refusal.require(
        shape.length == strides.length, "a tensor has not as many strides as dimensions");
    ElementKind kind = given.orElse(storage.kind());
    Tensor tensor = new Tensor(storage, kind, offset, shape, strides);
    try {
      long held = storage.bytes() / kind.bytes();
      refusal.require(tensor.end() <= held, "a tensor goes beyond the end of its storage");
      refusal.require(
          tensor.elements() <= held,
          "a tensor has more elements than its storage, as expand() makes them; save a clone()");
    } catch (ArithmeticException e) {
      throw refusal.damaged("the shape of a tensor overflows");
    }
    return tensor;
  }

  private Value argument(List<Value> arguments, int index) {
    refusal.require(arguments.size() > index, "a call in it has too few arguments");
    return arguments.get(index);
  }

  private List<Value> items(Value value) {
    if (value instanceof Sequence sequence) {
      return sequence.items();
    }
    throw refusal.damaged("a list was expected in it");
  }

  private long[] wholes(Value value) {
    List<Value> items = items(value);
    refusal.require(
        items.size() <= MOST_DIMENSIONS,
        "a tensor has more than " + MOST_DIMENSIONS + " dimensions");
    long[] wholes = items.stream().mapToLong(this::whole).toArray();
    for (long whole : wholes) {
      refusal.require(whole >= 0, "a tensor has the negative size or stride " + whole);
    }
    return wholes;
  }

  private long whole(Value value) {
    if (value instanceof Scalar scalar && scalar.of() instanceof Long whole) {
      return whole;
    }
    throw refusal.damaged("a whole number was expected in it");
  }
}
