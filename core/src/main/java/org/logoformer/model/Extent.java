package org.logoformer.model;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.logoformer.error.ConfigException;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** A box of tokens: frames x rows x columns. */
public record Extent(int frames, int rows, int columns) {
  // Jackson 2.10, inside ND4J, cannot find the components of a record by itself.
  @JsonCreator
  public Extent(
      @JsonProperty("frames") int frames,
      @JsonProperty("rows") int rows,
      @JsonProperty("columns") int columns) {
    this.frames = frames;
    this.rows = rows;
    this.columns = columns;
  }

  /** Number of tokens. */
  public int volume() {
    return frames * rows * columns;
  }

  /** How often {@code window} fits along each dimension. */
  public Extent dividedBy(Extent window) {
    return new Extent(frames / window.frames, rows / window.rows, columns / window.columns);
  }

  /**
   * @throws ConfigException naming {@code key} and the legal sizes, unless copies of {@code window}
   *     tile this box
   */
  void requireTiledBy(Extent window, String key) {
    if (!divides(window.frames, frames)
        || !divides(window.rows, rows)
        || !divides(window.columns, columns)) {
      throw new ConfigException(
          "%s = %s does not tile the feature map of %s. Legal: frames %s; rows %s; columns %s"
              .formatted(key, window, this, divisors(frames), divisors(rows), divisors(columns)));
    }
  }

  private static boolean divides(int divisor, int n) {
    return divisor > 0 && n % divisor == 0;
  }

  private static String divisors(int n) {
    return IntStream.rangeClosed(1, n)
        .filter(i -> n % i == 0)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return "[" + frames + ", " + rows + ", " + columns + "]";
  }
}
