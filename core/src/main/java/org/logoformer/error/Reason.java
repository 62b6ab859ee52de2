package org.logoformer.error;

/** Why something failed, in a line. */
public final class Reason {
  private Reason() {}

  /**
   * Why Hadoop refuses a local file whose bytes do not match the checksum it keeps beside it.
   *
   * @param name of the file, without its folder
   */
  public static String ofChecksum(String name) {
    return name
        + " is not what its hidden checksum file ."
        + name
        + ".crc says: if it was changed on purpose, delete ."
        + name
        + ".crc; if not, the file is damaged";
  }

  /**
   * The first line of the message, and what to raise if memory ran out: Spark's go on with the
   * stack trace of the task.
   */
  public static String of(Throwable failure) {
    String message = failure.getMessage();
    if (message == null) {
      return failure.getClass().getSimpleName();
    }
    String first = message.lines().findFirst().orElse("");
    return OutOfMemory.in(message).map(advice -> first + ". " + advice).orElse(first);
  }
}
