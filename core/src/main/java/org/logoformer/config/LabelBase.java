package org.logoformer.config;

import java.util.OptionalInt;

/** The number of the first class in lists whose labels are numbers; {@code auto} if none is set. */
public record LabelBase(OptionalInt given) {
  /** What the numbers of the lists themselves show, where they do. */
  public static final LabelBase AUTO = new LabelBase(OptionalInt.empty());

  public LabelBase {
    given.ifPresent(base -> Require.within("prep.label-base", base, 0, 1));
  }

  @Override
  public String toString() {
    return given.isPresent() ? Integer.toString(given.getAsInt()) : "auto";
  }
}
