package org.logoformer.jobs.bench.input;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A preset and the clips of its mini-batches, {@code tiny:16} on the command line.
 *
 * @param batch at least 1
 */
record PresetBatch(String name, int batch) {
  @Override
  public String toString() {
    return name + ":" + batch;
  }

  /** Reads it as {@link #toString} writes it. */
  static final class Converter implements ITypeConverter<PresetBatch> {
    @Override
    public PresetBatch convert(String text) {
      int colon = text.indexOf(':');
      try {
        int batch = Integer.parseInt(text.substring(colon + 1));
        if (colon > 0 && batch > 0) {
          return new PresetBatch(text.substring(0, colon), batch);
        }
      } catch (NumberFormatException e) {
        // Told below.
      }
      throw new TypeConversionException("'" + text + "' is no preset and batch, such as tiny:16");
    }
  }
}
