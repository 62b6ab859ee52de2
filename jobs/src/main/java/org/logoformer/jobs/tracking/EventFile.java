package org.logoformer.jobs.tracking;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The bytes of a TensorBoard event file: TFRecords, each with one {@code Event} of TensorFlow's
 * event.proto. Its few fields are encoded here, as the project has no other use for a protocol
 * buffer compiler.
 *
 * <pre>
 * record:  length (8 bytes), masked CRC of it (4), event, masked CRC of it (4); little-endian
 * Event:   1 wall_time double, 2 step varint, 3 file_version string, 5 summary
 * Summary: 1 value, repeated;  Value: 1 tag string, 2 simple_value float
 * </pre>
 */
final class EventFile {
  private static final int VARINT = 0;
  private static final int EIGHT_BYTES = 1;
  private static final int DELIMITED = 2;
  private static final int FOUR_BYTES = 5;

  private final ByteArrayOutputStream records = new ByteArrayOutputStream();

  /** A file that begins now. */
  EventFile(Instant time) {
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    put(event, 1, seconds(time));
    put(event, 3, "brain.Event:2".getBytes(StandardCharsets.UTF_8));
    record(event.toByteArray());
  }

  /** Adds scalars of one step by their tags. */
  void scalars(Instant time, long step, Map<String, Double> values) {
    ByteArrayOutputStream summary = new ByteArrayOutputStream();
    values.forEach(
        (tag, value) -> {
          ByteArrayOutputStream scalar = new ByteArrayOutputStream();
          put(scalar, 1, tag.getBytes(StandardCharsets.UTF_8));
          put(scalar, 2, value.floatValue());
          put(summary, 1, scalar.toByteArray());
        });
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    put(event, 1, seconds(time));
    varint(event, 2 << 3 | VARINT);
    varint(event, step);
    put(event, 5, summary.toByteArray());
    record(event.toByteArray());
  }

  /** The file so far. */
  byte[] bytes() {
    return records.toByteArray();
  }

  private static double seconds(Instant time) {
    return time.getEpochSecond() + time.getNano() / 1e9;
  }

  private void record(byte[] event) {
    byte[] length = little(8).putLong(event.length).array();
    records.writeBytes(length);
    records.writeBytes(masked(length));
    records.writeBytes(event);
    records.writeBytes(masked(event));
  }

  /** A CRC of data that holds CRCs is weak; TensorFlow therefore turns and shifts them. */
  private static byte[] masked(byte[] data) {
    CRC32C sum = new CRC32C();
    sum.update(data);
    int crc = (int) sum.getValue();
    return little(4).putInt(Integer.rotateRight(crc, 15) + 0xa282ead8).array();
  }

  private static void put(ByteArrayOutputStream out, int field, double value) {
    varint(out, field << 3 | EIGHT_BYTES);
    out.writeBytes(little(8).putDouble(value).array());
  }

  private static void put(ByteArrayOutputStream out, int field, float value) {
    varint(out, field << 3 | FOUR_BYTES);
    out.writeBytes(little(4).putFloat(value).array());
  }

  private static void put(ByteArrayOutputStream out, int field, byte[] value) {
    varint(out, field << 3 | DELIMITED);
    varint(out, value.length);
    out.writeBytes(value);
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long left = value;
    while ((left & ~0x7fL) != 0) {
      out.write((int) ((left & 0x7f) | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
