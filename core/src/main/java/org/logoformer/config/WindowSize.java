package org.logoformer.config;

import org.logoformer.error.ConfigException;

/** The extent of a block of tokens in time and space; written {@code [frames, rows, columns]}. */
public record WindowSize(int frames, int rows, int columns) {
  public WindowSize {
    if (frames < 1 || rows < 1 || columns < 1) {
      throw new ConfigException(
          "A window of [%d, %d, %d] holds nothing: give three whole numbers of at least 1"
              .formatted(frames, rows, columns));
    }
  }

  /** Tokens inside. */
  public int tokens() {
    return frames * rows * columns;
  }

  /** Whether windows of this size tile the grid. */
  public boolean divides(WindowSize grid) {
    return grid.frames % frames == 0 && grid.rows % rows == 0 && grid.columns % columns == 0;
  }

  @Override
  public String toString() {
    return "[" + frames + ", " + rows + ", " + columns + "]";
  }
}
