package org.logoformer.prep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.logoformer.error.ConfigException;
import org.logoformer.error.Message;

/**
 * What paths in lists mean here: below the source, or absolute, with other roots in place of those
 * of whoever wrote the lists.
 *
 * @param source with its scheme; absolute paths without one are on its file system
 * @param given the source as it was given, which absolute paths may begin with
 * @param roots longest first
 * @param below whether a path that begins with the source as it was given is one from the source on
 *     all the same
 */
record ListPaths(Path source, String given, List<Root> roots, Predicate<String> below) {
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");
  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:/.*");

  /** A root in lists, without a slash at the end, and what it is here. */
  private record Root(String theirs, String own) {}

  /**
   * A clip that a path means.
   *
   * @param id path below the source, or without its root
   * @param path a folder of frames or a video file, in full
   */
  record Place(String id, Path path) {}

  /**
   * Reads {@code prep.remap}.
   *
   * @param exists whether something is at a path
   * @throws ConfigException if it names no root, or one twice
   */
  static ListPaths of(Path source, String given, List<String> remap, Predicate<Path> exists) {
    List<Root> roots = new ArrayList<>();
    for (String rule : remap) {
      int equals = rule.indexOf('=');
      String theirs = slashed(equals < 0 ? rule : rule.substring(0, equals));
      String own = equals < 0 ? source.toString() : slashed(rule.substring(equals + 1));
      if (theirs.isEmpty() || own.isEmpty()) {
        throw new ConfigException(
            Message.of(
                "prep.remap = %s: '%s' is not of the form \"/their/root = /my/root\"",
                remap, rule));
      }
      if (roots.stream().anyMatch(root -> root.theirs.equals(theirs))) {
        throw new ConfigException(Message.of("prep.remap = %s names %s twice", remap, theirs));
      }
      roots.add(new Root(theirs, own));
    }
    roots.sort(Comparator.comparing((Root root) -> root.theirs.length()).reversed());
    String typed = slashed(given);
    // Only where there is such a folder each path has to be looked for.
    boolean nested = !typed.isEmpty() && !isAbsolute(typed) && exists.test(new Path(source, typed));
    return new ListPaths(
        source, typed, List.copyOf(roots), path -> nested && exists.test(new Path(source, path)));
  }

  /**
   * The clip of a path.
   *
   * @throws IllegalArgumentException if it leads out of its root or is no path
   */
  Place place(String text) {
    String path = below(remapped(slashed(text)));
    boolean absolute = isAbsolute(path);
    if (DRIVE.matcher(path).matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is a path of Windows: name what stands in its place, prep.remap = [..]");
    }
    String id = absolute ? new Path(path).toUri().getPath().substring(1) : path;
    if (ClipPath.parts(id).length == 0) {
      throw new IllegalArgumentException("'" + text + "' is no path below the source");
    }
    return new Place(id, new Path(source, absolute ? path : id));
  }

  /** Whether a clip is where the list says, outside the source. */
  boolean isElsewhere(Place place) {
    return !place.path().toString().startsWith(source + "/");
  }

  private String remapped(String path) {
    for (Root root : roots) {
      if (path.startsWith(root.theirs + "/")) {
        return root.own + straight(path.substring(root.theirs.length()), path);
      }
    }
    return isAbsolute(path) ? straight(path, path) : path;
  }

  // Hadoop takes '..' away without a word, so what leads out of a root has to be found before.
  private static String straight(String part, String path) {
    if (List.of(part.split("/")).contains("..")) {
      throw new IllegalArgumentException(
          "'" + path + "' has '..' in it, which may lead out of its root: write the path without");
    }
    return part;
  }

  /** The path from the source on, if it begins with it. */
  private String below(String path) {
    for (String root : List.of(source.toString(), source.toUri().getPath(), given, ".")) {
      if (path.startsWith(root + "/")) {
        boolean stays = root.equals(given) && !root.equals(".") && below.test(path);
        if (!stays) {
          return path.substring(root.length() + 1);
        }
      }
    }
    return path;
  }

  private static boolean isAbsolute(String path) {
    return path.startsWith("/") || SCHEME.matcher(path).matches();
  }

  /** Without a slash at the end; with slashes where only backslashes are, as Windows writes. */
  private static String slashed(String text) {
    String path = text.strip();
    if (path.indexOf('/') < 0) {
      path = path.replace('\\', '/');
    }
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
