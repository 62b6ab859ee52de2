package org.logoformer.nn;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.logoformer.error.ConfigException;

/**
 * Names, shapes and places of all arrays of a network in one flat vector: first what is trained, in
 * the order in which it is declared, then the running statistics and what a loss keeps, so that the
 * trained part is one contiguous range.
 */
public final class Layout {
  /** What has an index of 31 bits. */
  private static final int MOST = Integer.MAX_VALUE - 8;

  private final Map<String, Parameter> parameters;
  private final long trainableLength;
  private final long length;

  /** Elements from {@code start} (inclusive) to {@code end} (exclusive) of the flat vector. */
  public record Range(long start, long end) {
    /** Number of elements. */
    public long length() {
      return end - start;
    }
  }

  /**
   * The layout of arrays in the order in which they are declared.
   *
   * @throws ConfigException if they are more than one vector holds
   */
  Layout(Collection<Parameter> declared) {
    Map<String, Parameter> placed = new LinkedHashMap<>();
    this.trainableLength = place(placed, declared, true, 0);
    this.length = place(placed, declared, false, trainableLength);
    this.parameters = Collections.unmodifiableMap(placed);
    if (length > MOST) {
      throw new ConfigException(
          "The network of model.* has %,d parameters, more than the %,d of one vector: make it narrower or less deep"
              .formatted(length, MOST));
    }
  }

  private static long place(
      Map<String, Parameter> placed, Collection<Parameter> declared, boolean trained, long start) {
    long end = start;
    for (Parameter p : declared) {
      if (p.trainable() == trained) {
        placed.put(p.name(), p.at(end));
        end = Math.addExact(end, p.length());
      }
    }
    return end;
  }

  /** All arrays in the order of the flat vector. */
  public List<Parameter> parameters() {
    return List.copyOf(parameters.values());
  }

  /**
   * The array called {@code name}.
   *
   * @throws IllegalArgumentException if the network has none
   */
  public Parameter parameter(String name) {
    Parameter p = parameters.get(name);
    if (p == null) {
      throw new IllegalArgumentException("This network has no parameter " + name);
    }
    return p;
  }

  /** Elements of the flat vector. */
  public long length() {
    return length;
  }

  /** Elements that are trained: the first ones; behind them lies what is not. */
  public long trainableLength() {
    return trainableLength;
  }

  /** The arrays called {@code names} in as few ranges as hold nothing else, in order. */
  public List<Range> ranges(Collection<String> names) {
    List<Range> ranges = new ArrayList<>();
    for (Parameter p : parameters.values()) {
      if (!names.contains(p.name())) {
        continue;
      }
      int last = ranges.size() - 1;
      long end = p.offset() + p.length();
      if (last >= 0 && ranges.get(last).end() == p.offset()) {
        ranges.set(last, new Range(ranges.get(last).start(), end));
      } else {
        ranges.add(new Range(p.offset(), end));
      }
    }
    return ranges;
  }
}
