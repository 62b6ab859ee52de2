package org.logoformer.prep;

import java.util.Arrays;
import java.util.regex.Pattern;

/** Paths as lists name them. */
final class ClipPath {
  private static final Pattern SLASH = Pattern.compile("/");

  private ClipPath() {}

  /** The parts of a path; none if it leads out of its root or has empty parts. */
  static String[] parts(String path) {
    String[] parts = SLASH.split(path, -1);
    boolean plain =
        Arrays.stream(parts)
            .noneMatch(p -> p.isEmpty() || p.equals(".") || p.equals("..") || p.contains(":"));
    return plain ? parts : new String[0];
  }
}
