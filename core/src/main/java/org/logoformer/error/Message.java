package org.logoformer.error;

import java.util.Locale;

/** Texts that have the same digits whatever language a process is set to. */
public final class Message {
  private Message() {}

  /** The text, as {@link String#format} makes it. */
  public static String of(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
