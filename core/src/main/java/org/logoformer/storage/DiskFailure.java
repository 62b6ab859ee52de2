package org.logoformer.storage;

import java.io.IOException;
import org.apache.hadoop.fs.FSError;

/**
 * On a local disk Hadoop throws an {@link FSError}, which nobody who catches an {@link IOException}
 * sees, where other storage throws the exception itself: for a disk that is full or failing, and
 * for a file that another thread's interrupt has closed.
 */
public final class DiskFailure {
  private DiskFailure() {}

  /** What it stands for: its cause, if that is an {@code IOException}. */
  public static IOException of(FSError error) {
    return error.getCause() instanceof IOException cause
        ? cause
        : new IOException(error.getMessage(), error);
  }
}
