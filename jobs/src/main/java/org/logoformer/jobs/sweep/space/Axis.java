package org.logoformer.jobs.sweep.space;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.logoformer.error.ConfigException;

/**
 * A key and its values.
 *
 * @param text as it was given
 * @param condition empty: always drawn
 */
record Axis(String text, String key, Distribution values, Optional<Condition> condition) {
  private static final Pattern FORM =
      Pattern.compile(
          "\\s*([\\w.-]+)\\s*=\\s*(.*?)(?:\\s+if\\s+([\\w.-]+)\\s*=\\s*([^\\s()]+))?\\s*");

  /**
   * Reads {@code key = distribution} or {@code key = distribution if key = value}.
   *
   * @throws ConfigException saying what it should be
   */
  static Axis of(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw Distribution.refused(text, "must read \"key = " + Distribution.FORMS + "\"");
    }
    return new Axis(
        text,
        form.group(1),
        Distribution.of(form.group(2), text),
        Optional.ofNullable(form.group(3)).map(key -> new Condition(key, form.group(4))));
  }
}
