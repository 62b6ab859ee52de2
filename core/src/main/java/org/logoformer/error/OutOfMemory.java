package org.logoformer.error;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which memory ran out, and what to raise; the errors of the JVM and of JavaCPP do not say it. */
public final class OutOfMemory {
  private static final Pattern ERROR = Pattern.compile("OutOfMemoryError: ([^\\n]*)");

  /** JavaCPP tells how many bytes it has given out. */
  private static final String NATIVE = "Bytes";

  private OutOfMemory() {}

  /**
   * For a text that may quote such an error, as Spark's message does with the stack trace of a
   * task: about its last one, which is the cause of the others.
   */
  public static Optional<String> in(String text) {
    Matcher error = ERROR.matcher(text);
    String said = null;
    while (error.find()) {
      said = error.group(1);
    }
    return Optional.ofNullable(said).map(OutOfMemory::advice);
  }

  /** For the error itself. */
  public static String of(OutOfMemoryError error) {
    return advice(String.valueOf(error.getMessage()));
  }

  /**
   * Whether a native allocation was refused, by JavaCPP's limit or by the system; if not, the heap
   * or another memory of the Java machine is used up.
   */
  public static boolean isNative(OutOfMemoryError error) {
    return isNative(String.valueOf(error.getMessage()));
  }

  private static boolean isNative(String said) {
    return said.contains(NATIVE);
  }

  private static String advice(String said) {
    return isNative(said)
        ? "Out of native memory (%s): raise spark.native-memory, or lower train.batch or evaluate.batch."
            .formatted(said)
        : "Out of memory (%s): raise spark.executor-memory, with a local master spark.driver-memory, without Spark LOGO_MEMORY."
            .formatted(said);
  }
}
