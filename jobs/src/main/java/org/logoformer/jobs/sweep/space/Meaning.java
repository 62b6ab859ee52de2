package org.logoformer.jobs.sweep.space;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code key=value} texts say: 0.10 is 0.1, also in a list, blanks in a list say nothing, nor
 * does the order of settings.
 */
public final class Meaning {
  /** A value, or one in a list. */
  private static final Pattern PART = Pattern.compile("[^\\[\\],]+");

  private Meaning() {}

  /** Values by key, equal for settings that say the same. */
  public static Map<String, String> of(List<String> settings) {
    Map<String, String> meaning = new TreeMap<>();
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      meaning.put(setting.substring(0, equals), of(setting.substring(equals + 1)));
    }
    return meaning;
  }

  /** A value, as all texts of it. */
  static String of(String value) {
    String text = value.replaceAll("\\s", "");
    return PART.matcher(text).replaceAll(p -> Matcher.quoteReplacement(number(p.group())));
  }

  private static String number(String text) {
    try {
      BigDecimal number = new BigDecimal(text);
      return number.signum() == 0 ? "0" : number.stripTrailingZeros().toString();
    } catch (NumberFormatException e) {
      return text;
    }
  }
}
