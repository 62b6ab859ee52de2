package org.logoformer.train.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.logoformer.random.Keyed;

/**
 * Epochs in which all classes are equally frequent: of N references and K classes, N/K draws of
 * each class, and one more of N mod K classes that are drawn anew for each epoch. Within a class,
 * references are drawn without repetition until all had their turn, and then again: in a rare class
 * each comes several times, of a frequent one some sit the epoch out.
 */
final class ClassBalance {
  private static final String KEY = "class-balance";

  private ClassBalance() {}

  /**
   * The draws of an epoch, as many as there are references, class by class.
   *
   * @param references each once, in an order that does not vary
   * @param classes class of each reference
   */
  static List<String> draw(
      long seed, int epoch, List<String> references, Map<String, Integer> classes) {
    Map<Integer, List<String>> members = new TreeMap<>();
    for (String reference : references) {
      members.computeIfAbsent(classOf(reference, classes), c -> new ArrayList<>()).add(reference);
    }
    Keyed keyed = Keyed.of(seed, KEY, epoch);
    int rest = references.size() % Math.max(1, members.size());
    int[] order = keyed.permutation(members.size());
    List<String> drawn = new ArrayList<>(references.size());
    int index = 0;
    for (Map.Entry<Integer, List<String>> entry : members.entrySet()) {
      int draws = references.size() / members.size() + (order[index++] < rest ? 1 : 0);
      add(drawn, entry.getValue(), draws, keyed.split(entry.getKey()));
    }
    return drawn;
  }

  private static void add(List<String> drawn, List<String> members, int draws, Keyed keyed) {
    int left = draws;
    for (int time = 0; left > 0; time++) {
      int[] order = keyed.split(time).permutation(members.size());
      for (int i = 0; i < order.length && left > 0; i++, left--) {
        drawn.add(new Draw(members.get(order[i]), time).text());
      }
    }
  }

  private static int classOf(String reference, Map<String, Integer> classes) {
    Integer known = classes.get(reference);
    if (known == null) {
      throw new IllegalArgumentException("No class is known of " + reference);
    }
    return known;
  }
}
