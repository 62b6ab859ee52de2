package org.logoformer.jobs.doctor;

import org.logoformer.error.LogoException;
import org.logoformer.error.Reason;

/** The cause of a failure, short enough for a line of a table. */
final class Causes {
  private static final int MOST = 300;

  private Causes() {}

  static String of(Throwable failure) {
    String line =
        failure instanceof LogoException
            ? Reason.of(failure)
            : failure.getClass().getSimpleName() + ": " + Reason.of(failure);
    return line.length() <= MOST ? line : line.substring(0, MOST) + "...";
  }
}
