package org.logoformer.prep;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of frames that do not match the others of their folder: what a copy tool, an editor or a
 * second unpacking leaves there would otherwise become a part of the clip.
 */
final class OddFrames {
  /** The word for it in quarantine and reports. */
  static final String REASON = "odd-frames";

  private static final Pattern NUMBER = Pattern.compile("0*([0-9]+)");

  private OddFrames() {}

  /**
   * What is odd about the names, in words; empty if nothing is.
   *
   * <p>Two files have one number if their names are equal but for leading zeros and the extension.
   * A name is outside the pattern if it is built otherwise than more than half of them: {@code 3
   * (1).jpg} among {@code 1.jpg, 2.jpg, 3.jpg}.
   */
  static String of(List<String> names) {
    Map<String, String> numbers = new HashMap<>();
    Map<String, List<String>> patterns = new HashMap<>();
    for (String name : names) {
      String stem = name.substring(0, name.lastIndexOf('.'));
      Matcher digits = NUMBER.matcher(stem);
      String other = numbers.putIfAbsent(digits.replaceAll(OddFrames::shortened), name);
      if (other != null) {
        return other + " and " + name + " have the same number";
      }
      patterns.computeIfAbsent(digits.replaceAll("#"), key -> new ArrayList<>()).add(name);
    }
    return outside(patterns, names.size());
  }

  private static String shortened(MatchResult number) {
    return "#" + number.group(1) + "#";
  }

  private static String outside(Map<String, List<String>> patterns, int names) {
    List<String> most =
        patterns.values().stream().filter(p -> 2 * p.size() > names).findFirst().orElse(List.of());
    if (most.isEmpty() || most.size() == names) {
      return "";
    }
    List<String> others =
        patterns.values().stream().filter(p -> p != most).flatMap(List::stream).sorted().toList();
    return others.get(0)
        + (others.size() > 1 ? " and " + (others.size() - 1) + " more are" : " is")
        + " not named as the rest, such as "
        + most.get(0);
  }
}
