package org.logoformer.prep;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.error.DataException;
import org.logoformer.error.Message;

/**
 * The two lists of one scene of FERV39K. Copies call them {@code train_War.csv}, {@code
 * War_train.csv}, {@code War/train.csv} or {@code train/War.csv}: what counts is that a file and
 * the folder it may lie in name the scene and a split, and nothing else, in capitals or not.
 *
 * @param scene as the lists write it
 */
record SceneLists(Path train, Path test, String scene) {
  private static final Pattern LIST = Pattern.compile("(?i)([^.].*)[.](csv|txt)");
  private static final Pattern BETWEEN_WORDS =
      Pattern.compile("[^\\p{Alnum}]+", Pattern.UNICODE_CHARACTER_CLASS);

  /**
   * Finds them.
   *
   * @param folder of the lists of all scenes
   * @throws DataException naming what is there, if there are none, or several
   */
  static SceneLists find(FileSystem files, Path folder, String scene) throws IOException {
    SortedMap<String, Path> lists = lists(files, folder);
    List<String> train = of(scene, "train", lists.keySet());
    List<String> test = of(scene, "test", lists.keySet());
    if (train.size() != 1 || test.size() != 1) {
      boolean several = train.size() > 1 || test.size() > 1;
      throw new DataException(
          Message.of(
              "prep.scene = %s: %s in %s, such as train_%s.csv and test_%s.csv, but %s",
              scene,
              several ? "there is not one pair of lists of it" : "there is no pair of lists of it",
              folder,
              scene,
              scene,
              several ? Stream.concat(train.stream(), test.stream()).toList() : lists.keySet()));
    }
    String list = train.get(0);
    return new SceneLists(lists.get(list), lists.get(test.get(0)), spelled(scene, list));
  }

  /** Whether two names are of one scene: capitals and what stands between words do not count. */
  static boolean isSame(String scene, String other) {
    return letters(scene).equals(letters(other));
  }

  /**
   * Folders of clips are called as the names of lists spell the scene: {@code Daily_Life}, where
   * {@code dailylife} is given. A list without capitals does not tell, nor one that differs from
   * what is given in capitals alone.
   */
  private static String spelled(String scene, String list) {
    String name = String.join("[^\\p{Alnum}/]*", letters(scene).split(""));
    return Pattern.compile("(?i)" + name)
        .matcher(list)
        .results()
        .map(MatchResult::group)
        .filter(spelling -> !isLower(spelling))
        .filter(spelling -> isLower(scene) || !spelling.equalsIgnoreCase(scene))
        .findFirst()
        .orElse(scene);
  }

  private static boolean isLower(String name) {
    return name.equals(name.toLowerCase(Locale.ROOT));
  }

  /** By their names below the folder. */
  private static SortedMap<String, Path> lists(FileSystem files, Path folder) throws IOException {
    SortedMap<String, Path> lists = new TreeMap<>();
    for (FileStatus entry : files.listStatus(folder)) {
      String name = entry.getPath().getName();
      if (entry.isFile()) {
        lists.put(name, entry.getPath());
        continue;
      }
      for (FileStatus inner : files.listStatus(entry.getPath())) {
        lists.put(name + "/" + inner.getPath().getName(), inner.getPath());
      }
    }
    lists.keySet().removeIf(name -> !LIST.matcher(name).matches());
    return lists;
  }

  private static List<String> of(String scene, String split, Set<String> lists) {
    String name = letters(scene);
    return lists.stream()
        .filter(
            list -> {
              List<String> words = words(LIST.matcher(list).replaceFirst("$1"));
              String rest = String.join("", words.stream().filter(w -> !w.equals(split)).toList());
              // The folder and the file may both name the scene.
              return words.contains(split) && (rest.equals(name) || rest.equals(name + name));
            })
        .toList();
  }

  private static String letters(String name) {
    return String.join("", words(name));
  }

  private static List<String> words(String text) {
    return BETWEEN_WORDS
        .splitAsStream(text.toLowerCase(Locale.ROOT))
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
