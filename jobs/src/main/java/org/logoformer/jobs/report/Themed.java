package org.logoformer.jobs.report;

import java.util.function.Function;
import org.logoformer.jobs.picture.Theme;

/** A picture as PNG, for light and for dark pages. */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record Themed(byte[] light, byte[] dark) {
  /** What {@code drawing} draws in both themes. */
  public static Themed of(Function<Theme, byte[]> drawing) {
    return new Themed(drawing.apply(Theme.LIGHT), drawing.apply(Theme.DARK));
  }
}
