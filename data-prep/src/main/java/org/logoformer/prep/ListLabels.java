package org.logoformer.prep;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.logoformer.clip.ClassMap;
import org.logoformer.config.LabelBase;
import org.logoformer.error.DataException;
import org.logoformer.error.Message;

/**
 * Which classes the labels of lists are of: those that are configured, by name or by number; else
 * the emotions, if the lists name any of them; else the names that the lists have.
 *
 * @param configured names in the order of the labels; empty if none are
 */
record ListLabels(List<String> configured, LabelBase base) {
  /** More are no classes but another column. */
  private static final int MOST = 1000;

  /** Shorter lists may have a class for each line. */
  private static final int FEW = 20;

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final Pattern SEPARATOR = Pattern.compile("[,;\t]");

  /** How labels name their class. */
  private enum Kind {
    NUMBERS,
    NAMES,
    OWN_NAMES
  }

  /** The classes of a set, and what the labels of its lists mean. */
  record Meaning(ClassMap classes, int base, String text) {
    private static final int NAMES = -1;

    /** The index of a class; empty if the label names none. */
    OptionalInt label(String text) {
      if (base == NAMES) {
        return classes.label(text);
      }
      int label = isNumber(text) ? Integer.parseInt(text) - base : -1;
      return label >= 0 && label < classes.size() ? OptionalInt.of(label) : OptionalInt.empty();
    }

    /** What is wrong with a label that names no class. */
    String fault(String label) {
      if (base != NAMES) {
        String hint =
            label.matches("[0-9]+[.]0*")
                ? ": labels are written 1, not 1.0, which spreadsheets and pandas make of them"
                : "";
        return Message.of(
            "label '%s', but labels are %d to %d%s", label, base, base + classes.size() - 1, hint);
      }
      String other =
          classes.names().stream()
              .filter(name -> name.equalsIgnoreCase(label))
              .map(name -> "; did you mean '" + name + "'?")
              .findFirst()
              .orElse("");
      return "unknown class '" + label + "': known are " + classes.names() + other;
    }
  }

  /** How many of the labels name classes, all in one way. */
  int fitting(Collection<String> labels) {
    return Math.toIntExact(
        switch (kind(labels)) {
          case NUMBERS -> labels.stream().filter(this::isInRange).count();
          case NAMES -> labels.stream().filter(names()::contains).count();
          case OWN_NAMES -> labels.stream().filter(l -> !SEPARATOR.matcher(l).find()).count();
        });
  }

  /** Whether labels are numbers and nobody says of what. */
  boolean lackNames(Collection<String> labels) {
    return configured.isEmpty() && kind(labels) == Kind.NUMBERS;
  }

  /**
   * The classes that labels are of.
   *
   * @throws DataException if the labels do not tell
   */
  Meaning meaning(Collection<String> labels) {
    return switch (kind(labels)) {
      case NUMBERS -> numbers(labels);
      case NAMES ->
          new Meaning(new ClassMap(names()), Meaning.NAMES, names().size() + " classes by name");
      case OWN_NAMES -> ownNames(labels);
    };
  }

  /** The classes that lists may name without more ado: those configured, else the emotions. */
  List<String> names() {
    return configured.isEmpty() ? ClassMap.EMOTIONS.names() : configured;
  }

  private Kind kind(Collection<String> labels) {
    long numbers = labels.stream().filter(ListLabels::isNumber).count();
    long known = labels.stream().filter(names()::contains).count();
    if (known == 0 && 2 * numbers > labels.size()) {
      return Kind.NUMBERS;
    }
    return known > 0 || !configured.isEmpty() ? Kind.NAMES : Kind.OWN_NAMES;
  }

  private boolean isInRange(String label) {
    int first = base.given().orElse(0);
    int last = configured.size() - 1 + base.given().orElse(1);
    return isNumber(label)
        && (configured.isEmpty()
            || (Integer.parseInt(label) >= first && Integer.parseInt(label) <= last));
  }

  private Meaning numbers(Collection<String> labels) {
    TreeSet<Integer> seen =
        labels.stream()
            .filter(ListLabels::isNumber)
            .map(Integer::valueOf)
            .collect(Collectors.toCollection(TreeSet::new));
    if (configured.isEmpty()) {
      throw new DataException(
          Message.of(
              "The labels of the lists are numbers, %d to %d, and no list says of what: name the classes in their order, prep.classes = [..]",
              seen.first(), seen.last()));
    }
    boolean zero = seen.first() == 0;
    boolean top = seen.last() == configured.size();
    if (base.given().isEmpty() && !zero && !top) {
      throw new DataException(
          Message.of(
              "The labels of the lists are %d to %d, which fit %d classes from 0 as well as from 1: say which number the first class, %s, has, prep.label-base = 0 or 1",
              seen.first(), seen.last(), configured.size(), configured.get(0)));
    }
    int first = base.given().orElse(zero ? 0 : 1);
    String text = Message.of("%d classes by numbers from %d", configured.size(), first);
    return new Meaning(new ClassMap(configured), first, text);
  }

  private static Meaning ownNames(Collection<String> labels) {
    TreeSet<String> names = new TreeSet<>(labels);
    requireClasses(labels, names);
    return new Meaning(
        new ClassMap(List.copyOf(names)),
        Meaning.NAMES,
        Message.of(
            "%d classes as the lists name them, in alphabetical order: %s",
            names.size(), String.join(", ", names)));
  }

  private static void requireClasses(Collection<String> labels, SortedSet<String> names) {
    String remedy =
        "; name the classes, prep.classes = [..], or say what the columns hold, prep.columns = [..]";
    if (names.size() > MOST || (labels.size() >= FEW && 2 * names.size() > labels.size())) {
      throw new DataException(
          Message.of(
              "%d lines with %d different labels, such as '%s': these do not seem to be classes%s",
              labels.size(), names.size(), names.first(), remedy));
    } else if (names.size() < 2) {
      throw new DataException("All clips are of the class '" + names.first() + "'" + remedy);
    }
    Map<String, String> alike = new TreeMap<>();
    for (String name : names) {
      String other = alike.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
      if (other != null) {
        throw new DataException(
            Message.of(
                "The lists name a class '%s' and a class '%s': correct them, or name the classes, prep.classes = [..]",
                other, name));
      }
    }
  }

  private static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }
}
