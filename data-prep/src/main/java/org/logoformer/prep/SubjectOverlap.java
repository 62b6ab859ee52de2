package org.logoformer.prep;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.logoformer.error.Message;
import org.logoformer.shard.ListFact;

/** Subjects (persons, films) of whom clips are in several splits or folds, if lists name them. */
final class SubjectOverlap {
  private SubjectOverlap() {}

  /**
   * What to tell of it; nothing if no list names subjects.
   *
   * @param facts by id of the clip
   */
  static Optional<String> note(List<ListedClip> clips, Map<String, ListFact> facts) {
    Map<String, TreeSet<String>> parts = new TreeMap<>();
    for (ListedClip clip : clips) {
      ListFact fact = facts.get(clip.id());
      if (fact != null && !fact.subject().isEmpty()) {
        String part = clip.fold() > 0 ? "fold " + clip.fold() : clip.split();
        parts.computeIfAbsent(fact.subject(), key -> new TreeSet<>()).add(part);
      }
    }
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    List<String> several =
        parts.keySet().stream().filter(subject -> parts.get(subject).size() > 1).toList();
    return Optional.of(
        several.isEmpty()
            ? Message.of("each of %d subjects is in one split or fold", parts.size())
            : Message.of(
                "%d of %d subjects are in several splits or folds, such as %s in %s: tests see subjects that training saw",
                several.size(),
                parts.size(),
                several.get(0),
                String.join(" and ", parts.get(several.get(0)))));
  }
}
