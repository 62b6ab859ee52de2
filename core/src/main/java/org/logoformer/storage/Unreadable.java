package org.logoformer.storage;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.Path;
import org.logoformer.error.ClusterException;
import org.logoformer.error.DataException;
import org.logoformer.error.LogoException;

/**
 * What a file that could not be read means: its content is damaged or not there, or the storage did
 * not answer. The one is mended by another file, the other by waiting or by an administrator.
 */
public final class Unreadable {
  private Unreadable() {}

  /**
   * The exception to throw.
   *
   * @param remedy what to do if the data is at fault, a sentence
   */
  public static LogoException of(Path path, IOException cause, String remedy) {
    return isOfData(cause)
        ? new DataException("Cannot read %s: %s. %s".formatted(path, reason(cause), remedy), cause)
        : new ClusterException(
            "Cannot read %s: the storage answers %s. Check that it is up and that you may read there, then run the same command again"
                .formatted(path, reason(cause)),
            cause);
  }

  private static boolean isOfData(IOException cause) {
    return cause instanceof FileNotFoundException
        || cause instanceof ChecksumException
        || cause instanceof EOFException;
  }

  private static String reason(IOException cause) {
    String name = cause.getClass().getSimpleName();
    return cause.getMessage() == null
        ? name
        : name + ": " + cause.getMessage().lines().findFirst().orElse("");
  }
}
