package org.logoformer.jobs.network;

import java.util.List;
import java.util.stream.IntStream;
import org.logoformer.clip.ClassMap;
import org.logoformer.error.DataException;

/** Classes as users write them: a name in any case, or an index. */
public final class ClassNames {
  private ClassNames() {}

  /** The names of the emotions if there are seven classes, else {@code class 0} and so on. */
  public static List<String> of(int classes) {
    return classes == ClassMap.EMOTIONS.size()
        ? ClassMap.EMOTIONS.names()
        : IntStream.range(0, classes).mapToObj(c -> "class " + c).toList();
  }

  /**
   * The index of the class that {@code text} names.
   *
   * @throws DataException if it is neither a name nor an index below the number of classes
   */
  public static int index(String text, List<String> classes) {
    for (int c = 0; c < classes.size(); c++) {
      if (classes.get(c).equalsIgnoreCase(text)) {
        return c;
      }
    }
    if (text.matches("[0-9]{1,4}") && Integer.parseInt(text) < classes.size()) {
      return Integer.parseInt(text);
    }
    String shown = text.length() <= 40 ? text : text.substring(0, 40) + "...";
    throw new DataException(
        "'%s' is no class: use one of %s or its index 0..%d; those of a shard set need data.shards"
            .formatted(shown, String.join(", ", classes), classes.size() - 1));
  }
}
