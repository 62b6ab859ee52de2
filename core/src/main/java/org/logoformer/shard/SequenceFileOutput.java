package org.logoformer.shard;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.WritableUtils;
import org.logoformer.provenance.Sha256;

/**
 * An uncompressed Hadoop SequenceFile (version 6) of Text keys and BytesWritable values. Hadoop's
 * own writer draws its sync marker from time and host, so that no two files are equal; here it
 * comes from the file's name.
 */
final class SequenceFileOutput implements Closeable {
  private static final byte[] VERSION = {'S', 'E', 'Q', 6};
  private static final int SYNC_ESCAPE = -1;
  private static final int SYNC_INTERVAL = 100 * 1024;

  private final OutputStream out;
  private final CRC32C crc = new CRC32C();
  private final byte[] sync;
  private long position;
  private long lastSync;

  SequenceFileOutput(OutputStream out, String name) throws IOException {
    this.out = out;
    this.sync = Arrays.copyOf(Sha256.of(name.getBytes(StandardCharsets.UTF_8)), 16);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream header = new DataOutputStream(bytes);
    header.write(VERSION);
    Text.writeString(header, Text.class.getName());
    Text.writeString(header, BytesWritable.class.getName());
    header.writeBoolean(false); // not compressed
    header.writeBoolean(false); // nor in blocks
    header.writeInt(0); // no metadata
    header.write(sync);
    write(bytes.toByteArray());
    lastSync = position;
  }

  /**
   * Writes all of a record but its value, which is to follow.
   *
   * @return the position at which the value begins
   */
  long beginRecord(byte[] key, int valueLength) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream head = new DataOutputStream(bytes);
    if (position - lastSync >= SYNC_INTERVAL) {
      head.writeInt(SYNC_ESCAPE);
      head.write(sync);
      lastSync = position;
    }
    int keyLength = WritableUtils.getVIntSize(key.length) + key.length;
    head.writeInt(Math.addExact(keyLength + Integer.BYTES, valueLength));
    head.writeInt(keyLength);
    WritableUtils.writeVInt(head, key.length);
    head.write(key);
    head.writeInt(valueLength);
    write(bytes.toByteArray());
    return position;
  }

  void write(byte[] bytes) throws IOException {
    out.write(bytes);
    crc.update(bytes);
    position += bytes.length;
  }

  long position() {
    return position;
  }

  int crc() {
    return (int) crc.getValue();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
