package org.logoformer.checkpoint.torch;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.logoformer.checkpoint.torch.Value.Dictionary;
import org.logoformer.checkpoint.torch.Value.Global;
import org.logoformer.checkpoint.torch.Value.Scalar;
import org.logoformer.checkpoint.torch.Value.Sequence;

/**
 * Python's pickle machine, protocols 2 to 5, as far as it takes to say a tree of tensors. It
 * follows no name of Python: names are data, and {@link Rebuilding} knows what few of them mean.
 */
final class Unpickler {
  /** Thirty thousand tensors take about as many. */
  private static final int MOST_OPERATIONS = 1_000_000;

  private static final int MOST_TEXT_BYTES = 1 << 20;
  private static final int HIGHEST_PROTOCOL = 5;

  private final Cursor in;
  private final Refusal refusal;
  private final Rebuilding rebuilding;
  private final List<Value> stack = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();
  private final Map<Long, Value> memo = new HashMap<>();

  Unpickler(Cursor in, Refusal refusal, Rebuilding rebuilding) {
    this.in = in;
    this.refusal = refusal;
    this.rebuilding = rebuilding;
  }

  /** Reads one pickle and leaves the cursor behind it. */
  Value read() throws IOException {
    for (int done = 0; done < MOST_OPERATIONS; done++) {
      int code = in.unsignedByte();
      if (code == '.') {
        return pop();
      }
      step(code);
    }
    throw refusal.damaged("its pickle has more than " + MOST_OPERATIONS + " operations");
  }

  private void step(int code) throws IOException {
    switch (code) {
      case 0x80 -> protocol();
      case 0x95 -> in.number(8); // FRAME: a hint for readers of streams
      case '(' -> marks.add(stack.size());
      case 'q' -> memo.put(in.number(1), top());
      case 'r' -> memo.put(in.number(4), top());
      case 0x94 -> memo.put((long) memo.size(), top());
      case 'h' -> push(remembered(in.number(1)));
      case 'j' -> push(remembered(in.number(4)));
      case '0' -> pop();
      case 'c' -> push(new Global(line(), line()));
      case 0x93 -> push(named());
      case 'Q' -> push(rebuilding.storage(items(pop(), "a persistent id")));
      case 'R' -> push(call());
      case 'b' -> build();
      case 0x81 -> throw object(last(2).get(0));
      default -> {
        if (!literal(code) && !container(code)) {
          throw refusal.forbidden("the pickle operation 0x%02x".formatted(code));
        }
      }
    }
  }

  private void protocol() throws IOException {
    int version = in.unsignedByte();
    refusal.require(
        version >= 2 && version <= HIGHEST_PROTOCOL, "its pickle is of protocol " + version);
  }

  /** Numbers, texts, truths. */
  private boolean literal(int code) throws IOException {
    switch (code) {
      case 'N' -> push(Scalar.NONE);
      case 0x88 -> push(new Scalar(true));
      case 0x89 -> push(new Scalar(false));
      case 'J' -> push(new Scalar((long) (int) in.number(4)));
      case 'K' -> push(new Scalar(in.number(1)));
      case 'M' -> push(new Scalar(in.number(2)));
      case 0x8a -> push(whole(in.number(1)));
      case 'G' -> push(new Scalar(in.real()));
      case 'X' -> push(new Scalar(text(in.number(4))));
      case 0x8c -> push(new Scalar(text(in.number(1))));
      case 0x8d -> push(new Scalar(text(in.number(8))));
      case 'T' -> push(new Scalar(text(in.number(4))));
      case 'U' -> push(new Scalar(text(in.number(1))));
      case 'B' -> push(bytes(in.number(4)));
      case 'C' -> push(bytes(in.number(1)));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean container(int code) {
    switch (code) {
      case '}' -> push(new Dictionary());
      case ']', ')' -> push(new Sequence());
      case 't', 'l' -> push(new Sequence(marked()));
      case 0x85 -> push(new Sequence(last(1)));
      case 0x86 -> push(new Sequence(last(2)));
      case 0x87 -> push(new Sequence(last(3)));
      case 'a' -> append(last(1));
      case 'e' -> append(marked());
      case 's' -> set(last(2));
      case 'u' -> set(marked());
      default -> {
        return false;
      }
    }
    return true;
  }

  private void append(List<Value> values) {
    items(top(), "what is appended to").addAll(values);
  }

  private void set(List<Value> pairs) {
    refusal.require(pairs.size() % 2 == 0, "an entry of a dictionary has no value");
    if (!(top() instanceof Dictionary dictionary)) {
      throw refusal.damaged("entries are set in what is no dictionary");
    }
    for (int i = 0; i < pairs.size(); i += 2) {
      if (!(pairs.get(i) instanceof Scalar key)) {
        throw refusal.forbidden("a dictionary by something else than texts and numbers");
      }
      dictionary.entries().put(key.of(), pairs.get(i + 1));
    }
  }

  private Value call() {
    List<Value> arguments = items(pop(), "the arguments of a call");
    if (pop() instanceof Global function) {
      return rebuilding.call(function, arguments);
    }
    throw refusal.damaged("it calls what is no name");
  }

  private RuntimeException object(Value type) {
    return refusal.forbidden(
        type instanceof Global of
            ? "an object of %s.%s".formatted(Refusal.shown(of.module()), Refusal.shown(of.name()))
            : "an object");
  }

  /** The attributes of an ordered dictionary are versions of modules, which say nothing here. */
  private void build() {
    pop();
    if (!(top() instanceof Dictionary)) {
      throw refusal.forbidden("an object with attributes of its own");
    }
  }

  private Global named() {
    List<Value> names = last(2);
    if (names.get(0) instanceof Scalar module
        && names.get(1) instanceof Scalar name
        && module.isText()
        && name.isText()) {
      return new Global(module.text(), name.text());
    }
    throw refusal.damaged("a name of Python is no text");
  }

  private Value remembered(long number) {
    Value value = memo.get(number);
    refusal.require(value != null, "it refers to what it does not hold");
    return value;
  }

  private List<Value> items(Value value, String what) {
    if (value instanceof Sequence sequence) {
      return sequence.items();
    }
    throw refusal.damaged(what + " is no list");
  }

  private void push(Value value) {
    stack.add(value);
  }

  /** The lowest place above the last mark. */
  private int floor() {
    return marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
  }

  private Value top() {
    refusal.require(stack.size() > floor(), "its pickle takes what is not there");
    return stack.get(stack.size() - 1);
  }

  private Value pop() {
    Value value = top();
    stack.remove(stack.size() - 1);
    return value;
  }

  private List<Value> marked() {
    refusal.require(!marks.isEmpty(), "its pickle takes what is not there");
    return cut(marks.remove(marks.size() - 1));
  }

  private List<Value> last(int count) {
    refusal.require(stack.size() - count >= floor(), "its pickle takes what is not there");
    return cut(stack.size() - count);
  }

  private List<Value> cut(int from) {
    List<Value> tail = stack.subList(from, stack.size());
    List<Value> values = new ArrayList<>(tail);
    tail.clear();
    return values;
  }

  /** Nothing here reads them. */
  private Value bytes(long length) throws IOException {
    block(length);
    return Scalar.NONE;
  }

  private byte[] block(long length) throws IOException {
    refusal.require(
        length >= 0 && length <= MOST_TEXT_BYTES,
        "it has a text of %s bytes; %d are allowed"
            .formatted(Long.toUnsignedString(length), MOST_TEXT_BYTES));
    return in.bytes(length);
  }

  private String text(long length) throws IOException {
    try {
      // Python 2 wrote texts as bytes; those that name tensors are ASCII.
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(block(length))).toString();
    } catch (CharacterCodingException e) {
      throw refusal.damaged("a text in it is not UTF-8");
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.unsignedByte(); c != '\n'; c = in.unsignedByte()) {
      refusal.require(line.length() < 1024, "a name of Python in it is too long");
      line.append((char) c);
    }
    return line.toString();
  }

  private Scalar whole(long length) throws IOException {
    byte[] little = block(length);
    byte[] big = new byte[little.length];
    for (int i = 0; i < big.length; i++) {
      big[i] = little[little.length - 1 - i];
    }
    BigInteger value = big.length == 0 ? BigInteger.ZERO : new BigInteger(big);
    return new Scalar(value.bitLength() < Long.SIZE ? (Object) value.longValue() : value);
  }
}
