package org.logoformer.prep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.error.ConfigException;
import org.logoformer.error.DataException;
import org.logoformer.error.Message;
import org.logoformer.storage.SharedPaths;

/**
 * The lists that {@code prep.list} names: one file, or all that fit a pattern such as {@code
 * lists/set_{fold}/{split}.txt} or {@code {train=tr|test=te}.csv}.
 */
final class ListPattern {
  private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");
  private static final Pattern WORD = Pattern.compile("[^=|]+(=[^=|]+)?");
  private static final List<String> SPLITS = List.of("train", "test", "val");

  /**
   * A list and what its name says.
   *
   * @param name short enough for messages
   * @param split of all its lines; empty if the lines say it
   * @param fold of all its lines; {@link ListRow#NO_FOLD} without folds
   */
  record Named(Path path, String name, String split, int fold) {}

  private final String pattern;

  /** Words in file names and the splits they stand for. */
  private final Map<String, String> splits = new LinkedHashMap<>();

  private final List<Pattern> parts = new ArrayList<>();

  private ListPattern(String pattern) {
    this.pattern = pattern;
  }

  /**
   * Finds the lists: by fold, and train before test before val.
   *
   * @throws ConfigException if it is no pattern
   * @throws DataException if no list fits, or two are of one split and fold
   */
  static List<Named> find(String list, Configuration hadoop) throws IOException {
    if (list.isBlank()) {
      throw new ConfigException(
          "prep.list is empty: layout=list needs a file of 'path label' lines");
    }
    int brace = list.indexOf('{');
    if (brace < 0) {
      Path path = SharedPaths.input(list, hadoop);
      String name = path.getParent().getName() + "/" + path.getName();
      return List.of(new Named(path, name, "", ListRow.NO_FOLD));
    }
    int slash = list.lastIndexOf('/', brace);
    String root = slash < 0 ? "." : slash == 0 ? "/" : list.substring(0, slash);
    return new ListPattern(list)
        .find(SharedPaths.input(root, hadoop), list.substring(slash + 1), hadoop);
  }

  private List<Named> find(Path root, String below, Configuration hadoop) throws IOException {
    for (String part : below.split("/", -1)) {
      parts.add(compiled(part));
    }
    List<Named> found = new ArrayList<>();
    collect(root.getFileSystem(hadoop), new Named(root, "", "", ListRow.NO_FOLD), 0, found);
    found.sort(
        Comparator.comparingInt(Named::fold)
            .thenComparingInt(named -> SPLITS.indexOf(named.split))
            .thenComparing(Named::name));
    for (int i = 1; i < found.size(); i++) {
      Named one = found.get(i - 1);
      Named other = found.get(i);
      if (one.split.equals(other.split) && one.fold == other.fold) {
        throw new DataException(
            Message.of("%s and %s are lists of the same split and fold", one.path, other.path));
      }
    }
    return found;
  }

  private Pattern compiled(String part) {
    StringBuilder regex = new StringBuilder();
    Matcher place = PLACE.matcher(part);
    int end = 0;
    while (place.find()) {
      regex.append(Pattern.quote(part.substring(end, place.start())));
      regex.append(group(place.group(1)));
      end = place.end();
    }
    if (part.indexOf('{', end) >= 0 || part.indexOf('}', end) >= 0) {
      throw wrong("'" + part + "' has a brace that is not closed");
    }
    return Pattern.compile(regex + Pattern.quote(part.substring(end)));
  }

  private String group(String place) {
    if (place.equals("fold")) {
      return "(?<fold>[0-9]{1,3})";
    }
    if (!splits.isEmpty()) {
      throw wrong("two places for the split");
    }
    for (String word :
        (place.equals("split") ? String.join("|", SPLITS) : place).split("\\|", -1)) {
      String split = word.replaceFirst("=.*", "");
      if (!WORD.matcher(word).matches() || !SPLITS.contains(split)) {
        throw wrong(
            "{" + place + "} is none of {fold}, {split} and {train=name|test=name|val=name}");
      }
      splits.put(word.substring(word.indexOf('=') + 1), split);
    }
    return splits.keySet().stream()
        .map(Pattern::quote)
        .collect(Collectors.joining("|", "(?<split>", ")"));
  }

  private void collect(FileSystem files, Named above, int depth, List<Named> found)
      throws IOException {
    List<String> names = names(files, above.path);
    int before = found.size();
    for (String name : names) {
      Matcher part = parts.get(depth).matcher(name);
      if (part.matches()) {
        Named named = named(above, name, part);
        if (depth + 1 == parts.size()) {
          found.add(named);
        } else if (files.getFileStatus(named.path).isDirectory()) {
          collect(files, named, depth + 1, found);
        }
      }
    }
    if (found.size() == before && depth == 0) {
      throw new DataException(
          Message.of("No list fits prep.list = %s: in %s there is %s", pattern, above.path, names));
    }
  }

  private Named named(Named above, String name, Matcher part) {
    String regex = part.pattern().pattern();
    String split = regex.contains("(?<split>") ? splits.get(part.group("split")) : above.split;
    int fold = regex.contains("(?<fold>") ? Integer.parseInt(part.group("fold")) : above.fold;
    String path = above.name.isEmpty() ? name : above.name + "/" + name;
    return new Named(new Path(above.path, name), path, split, fold);
  }

  private static List<String> names(FileSystem files, Path folder) throws IOException {
    if (!files.exists(folder)) {
      throw new DataException("No folder " + folder + ": see prep.list");
    }
    return Arrays.stream(files.listStatus(folder))
        .map(f -> f.getPath().getName())
        .sorted()
        .toList();
  }

  private ConfigException wrong(String fault) {
    return new ConfigException("prep.list = " + pattern + ": " + fault);
  }
}
