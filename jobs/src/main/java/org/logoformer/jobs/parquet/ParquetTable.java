package org.logoformer.jobs.parquet;

import java.util.List;
import java.util.function.BiConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.logoformer.storage.AtomicFile;

/**
 * A table that is built column by column and written row by row, the same bytes for the same rows.
 *
 * @param <T> a row
 */
public final class ParquetTable<T> {
  private static final String LIST = "list";
  private static final String ELEMENT = "element";

  private final Types.MessageTypeBuilder columns = Types.buildMessage();

  /** A column of text. */
  public ParquetTable<T> text(String name) {
    columns.required(PrimitiveTypeName.BINARY).as(LogicalTypeAnnotation.stringType()).named(name);
    return this;
  }

  /** A column of whole numbers, int32. */
  public ParquetTable<T> integer(String name) {
    columns.required(PrimitiveTypeName.INT32).named(name);
    return this;
  }

  /** A column of doubles. */
  public ParquetTable<T> number(String name) {
    columns.required(PrimitiveTypeName.DOUBLE).named(name);
    return this;
  }

  /** Columns of doubles, {@code <prefix>0} and so on. */
  public ParquetTable<T> numbers(String prefix, int count) {
    for (int i = 0; i < count; i++) {
      number(prefix + i);
    }
    return this;
  }

  /** A column of lists of floats. */
  public ParquetTable<T> floats(String name) {
    columns.requiredList().requiredElement(PrimitiveTypeName.FLOAT).named(name);
    return this;
  }

  /**
   * Writes or replaces a file.
   *
   * @param fill puts a row into the columns
   * @throws org.logoformer.error.ClusterException when the file system refuses
   */
  public void write(Configuration hadoop, Path file, List<T> rows, BiConsumer<T, Group> fill) {
    MessageType schema = columns.named("row");
    SimpleGroupFactory groups = new SimpleGroupFactory(schema);
    AtomicFile.write(
        hadoop,
        file,
        out -> {
          try (ParquetWriter<Group> writer =
              ExampleParquetWriter.builder(new StreamOutputFile(out))
                  .withConf(hadoop)
                  .withType(schema)
                  .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
                  .build()) {
            for (T row : rows) {
              Group group = groups.newGroup();
              fill.accept(row, group);
              writer.write(group);
            }
          }
        });
  }

  /** What {@link #put(Group, String, float[])} put. */
  public static float[] floats(Group row, String name) {
    Group list = row.getGroup(name, 0);
    float[] numbers = new float[list.getFieldRepetitionCount(LIST)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = list.getGroup(LIST, i).getFloat(ELEMENT, 0);
    }
    return numbers;
  }

  /** Puts numbers into the columns of {@link #numbers}. */
  public static void put(Group row, String prefix, List<Double> numbers) {
    for (int i = 0; i < numbers.size(); i++) {
      row.append(prefix + i, numbers.get(i));
    }
  }

  /** Puts a list into a column of {@link #floats}. */
  public static void put(Group row, String name, float[] numbers) {
    Group list = row.addGroup(name);
    for (float number : numbers) {
      list.addGroup(LIST).append(ELEMENT, number);
    }
  }
}
