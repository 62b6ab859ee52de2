package org.logoformer.error;

/** Why something failed, in a line. */
public final class Reason {
  private Reason() {}

  /** The first line of the message: Spark's go on with the stack trace of the task. */
  public static String of(Throwable failure) {
    String message = failure.getMessage();
    return message == null
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
