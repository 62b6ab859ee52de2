package org.logoformer.prep;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.logoformer.error.Message;

/**
 * The folds of cross validation. Each clip must be in the test list of exactly one fold and in the
 * training lists of all others; then that fold's number says everything.
 */
final class Folds {
  /**
   * A line that makes sense by itself.
   *
   * @param label from 0
   * @param folder as {@link ListedClip} has it
   */
  record Entry(String id, int label, String scene, String folder, ListLine line) {}

  private static final class Membership {
    final Entry first;
    int testFold;
    ListLine testLine;
    final Set<Integer> trainFolds = new HashSet<>();

    Membership(Entry first) {
      this.first = first;
    }
  }

  private final ListErrors errors;
  private final Map<String, Membership> members = new TreeMap<>();

  Folds(ListErrors errors) {
    this.errors = errors;
  }

  void test(int fold, List<Entry> entries) {
    for (Entry entry : entries) {
      Membership member = member(entry);
      if (member.testFold == 0) {
        member.testFold = fold;
        member.testLine = entry.line();
      } else if (member.testFold == fold) {
        errors.add(entry.line(), "duplicate of " + member.testLine.place());
      } else {
        errors.add(entry.line(), "is a test clip of two folds: see " + member.testLine.place());
      }
    }
  }

  void train(int fold, List<Entry> entries) {
    for (Entry entry : entries) {
      Membership member = member(entry);
      if (member.testFold == fold) {
        errors.add(
            entry.line(),
            "is in train and also at " + member.testLine.place() + ": train and test overlap");
      } else if (!member.trainFolds.add(fold)) {
        errors.add(entry.line(), "duplicate in this list");
      }
    }
  }

  void check(int folds) {
    for (Membership member : members.values()) {
      if (member.testFold == 0) {
        errors.add(member.first.line(), "is in no test list");
      } else if (member.trainFolds.size() < folds - 1) {
        errors.add(
            member.testLine,
            Message.of(
                "is in the training lists of folds %s only, of %d folds",
                member.trainFolds, folds));
      }
    }
  }

  int size() {
    return members.size();
  }

  /** The first line with a label, or null. */
  ListLine firstWith(int label) {
    return members.values().stream()
        .filter(m -> m.first.label() == label)
        .map(m -> m.first.line())
        .findFirst()
        .orElse(null);
  }

  /** The clips in the order of their ids. */
  List<ListedClip> clips() {
    List<ListedClip> clips = new ArrayList<>();
    for (Membership member : members.values()) {
      Entry first = member.first;
      clips.add(
          new ListedClip(
              first.id(),
              first.label(),
              "",
              member.testFold,
              first.scene(),
              first.folder(),
              member.testLine));
    }
    return clips;
  }

  private Membership member(Entry entry) {
    Membership member = members.computeIfAbsent(entry.id(), id -> new Membership(entry));
    if (member.first.label() != entry.label()) {
      errors.add(entry.line(), "has another label than at " + member.first.line().place());
    }
    return member;
  }
}
