package org.logoformer.progress;

import java.io.Writer;
import java.util.function.Consumer;

/**
 * Hands on what is written, line by line; a line that is not complete is kept back until the end.
 */
public final class Lines extends Writer {
  private final Consumer<String> reader;
  private final StringBuilder line = new StringBuilder();

  /**
   * @param reader gets each line, without its end
   */
  public Lines(Consumer<String> reader) {
    this.reader = reader;
  }

  @Override
  public void write(char[] text, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (text[i] == '\n') {
        reader.accept(line.toString());
        line.setLength(0);
      } else if (text[i] != '\r') {
        line.append(text[i]);
      }
    }
  }

  @Override
  public void flush() {}

  /** Hands on a last line that has no end, too. */
  @Override
  public void close() {
    if (!line.isEmpty()) {
      reader.accept(line.toString());
      line.setLength(0);
    }
  }
}
