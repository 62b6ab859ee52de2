package org.logoformer.shard;

import java.io.Serializable;
import java.util.Locale;

/**
 * One file of a shard set.
 *
 * @param file its name within the set's folder
 * @param bytes its length
 * @param clips records in it
 * @param frames frames in it, of all clips
 * @param crc CRC32C of the whole file
 */
public record Shard(String file, long bytes, int clips, long frames, int crc)
    implements Serializable {

  /** The name of the shard of the given number, such as {@code part-00012.seq}. */
  public static String fileName(int number) {
    return String.format(Locale.ROOT, "part-%05d.seq", number);
  }

  /** The name in messages, without the extension. */
  public String name() {
    return file.endsWith(".seq") ? file.substring(0, file.length() - 4) : file;
  }
}
