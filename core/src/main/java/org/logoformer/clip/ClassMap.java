package org.logoformer.clip;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;

/**
 * Class names in the order of their labels. Lists are read by name, since public lists disagree
 * about numbers.
 *
 * @param names label i is called {@code names.get(i)}
 */
public record ClassMap(List<String> names) {
  /** Happy 0, Sad 1, Neutral 2, Angry 3, Surprise 4, Disgust 5, Fear 6. */
  public static final ClassMap EMOTIONS =
      new ClassMap(Arrays.stream(Emotion.values()).map(Emotion::label).toList());

  /** Of clips whose class nobody knows: all are of the one class of this name. */
  public static final ClassMap UNLABELLED = new ClassMap(List.of("unlabelled"));

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if there is no class, a blank name, or a name twice
   */
  public ClassMap {
    names = List.copyOf(names);
    if (names.isEmpty() || names.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("classes need names, got " + names);
    }
    if (new HashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException("a class is named twice in " + names);
    }
  }

  /** How many classes there are. */
  public int size() {
    return names.size();
  }

  /**
   * The name of a label.
   *
   * @throws IndexOutOfBoundsException if there is no such label
   */
  public String name(int label) {
    return names.get(label);
  }

  /** The label of a name, spelled exactly; empty if unknown. */
  public OptionalInt label(String name) {
    int label = names.indexOf(name);
    return label < 0 ? OptionalInt.empty() : OptionalInt.of(label);
  }
}
