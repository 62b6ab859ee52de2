package org.logoformer.prep;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which split or fold each clip of generic lists is in. With folds a clip is listed once, with the
 * fold that tests on it, or once for each fold, in train or test.
 */
final class ClipSplits {
  private record Clip(Folds.Entry entry, String split, int fold) {
    ListLine line() {
      return entry.line();
    }

    /** Such as {@code test} or {@code fold 2}. */
    String part() {
      return fold != ListRow.NO_FOLD ? "fold " + fold : split.isEmpty() ? "train" : split;
    }
  }

  private final ListErrors errors;
  private final List<Clip> listed = new ArrayList<>();

  ClipSplits(ListErrors errors) {
    this.errors = errors;
  }

  void add(Folds.Entry entry, ListRow row) {
    listed.add(new Clip(entry, row.split(), row.fold()));
  }

  /** All clips, once each; errors are added for those of whom the lists say what cannot be. */
  List<ListedClip> clips() {
    List<Clip> folded = listed.stream().filter(c -> c.fold != ListRow.NO_FOLD).toList();
    if (folded.isEmpty()) {
      return plain();
    }
    boolean haveSplits = listed.stream().anyMatch(c -> !c.split.isEmpty());
    long clips = listed.stream().map(c -> c.entry.id()).distinct().count();
    return haveSplits && clips < listed.size() ? crossValidated() : testFolds();
  }

  /** What to tell of the numbers of the folds. */
  Optional<String> note() {
    return first() == 0
        ? Optional.of("folds count from 0 in the lists and from 1 in the set")
        : Optional.empty();
  }

  private List<ListedClip> plain() {
    Map<String, Clip> seen = new HashMap<>();
    List<ListedClip> clips = new ArrayList<>();
    for (Clip clip : listed) {
      Folds.Entry entry = clip.entry;
      String split = clip.split.isEmpty() ? "train" : clip.split;
      if (isNew(clip, seen)) {
        clips.add(
            new ListedClip(
                entry.id(), entry.label(), split, 0, entry.scene(), entry.folder(), entry.line()));
      }
    }
    return clips;
  }

  private boolean isNew(Clip clip, Map<String, Clip> seen) {
    Clip before = seen.putIfAbsent(clip.entry.id(), clip);
    if (before == null) {
      return true;
    }
    String part = clip.part();
    String other = before.part();
    errors.add(
        clip.line(),
        "the same clip as "
            + before.line().place()
            + (before.entry.label() == clip.entry.label() ? "" : ", with another label")
            + (other.equals(part) ? "" : ": " + other + " and " + part + " overlap"));
    return false;
  }

  /** Each clip once, with the fold that tests on it. */
  private List<ListedClip> testFolds() {
    requireFolds();
    Map<String, Clip> seen = new HashMap<>();
    List<ListedClip> clips = new ArrayList<>();
    for (Clip clip : listed) {
      Folds.Entry entry = clip.entry;
      if (!clip.split.isEmpty() && !clip.split.equals("test")) {
        errors.add(
            clip.line(),
            "is in "
                + clip.split
                + " of a fold and listed once: list it once for each fold, or once with the fold that"
                + " tests on it and without split");
      } else if (isNew(clip, seen)) {
        int fold = clip.fold - first() + 1;
        clips.add(
            new ListedClip(
                entry.id(), entry.label(), "", fold, entry.scene(), entry.folder(), entry.line()));
      }
    }
    return clips;
  }

  private List<ListedClip> crossValidated() {
    SortedSet<Integer> numbers = requireFolds();
    Folds folds = new Folds(errors);
    for (int number : numbers) {
      int fold = number - first() + 1;
      folds.test(fold, entries(number, "test"));
      folds.train(fold, entries(number, "train"));
    }
    for (Clip clip : listed) {
      if (!clip.split.equals("test") && !clip.split.equals("train")) {
        errors.add(
            clip.line(),
            clip.split.isEmpty()
                ? "has no split, as others have"
                : "is in val: a fold has train and test only; leave the others out, such as by"
                    + " prep.list = set_{fold}/{train|test}.txt");
      }
    }
    if (!errors.areAny()) {
      folds.check(numbers.size());
    }
    return folds.clips();
  }

  private List<Folds.Entry> entries(int fold, String split) {
    return listed.stream()
        .filter(c -> c.fold == fold && c.split.equals(split))
        .map(Clip::entry)
        .toList();
  }

  /** The lowest number of a fold; 1 without folds. */
  private int first() {
    return listed.stream()
        .mapToInt(Clip::fold)
        .filter(fold -> fold != ListRow.NO_FOLD)
        .min()
        .orElse(1);
  }

  private SortedSet<Integer> requireFolds() {
    SortedSet<Integer> folds =
        listed.stream().map(Clip::fold).collect(Collectors.toCollection(TreeSet::new));
    if (folds.size() < 2
        || folds.first() > 1
        || folds.first() < 0
        || folds.last() - folds.first() != folds.size() - 1) {
      errors.add(
          listed.get(0).line(),
          "the folds of the lists are " + folds + ": due are 1 to n or 0 to n-1, at least two");
    }
    return folds;
  }
}
