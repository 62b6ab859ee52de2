package org.logoformer.prep;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.logoformer.clip.ClassMap;
import org.logoformer.shard.ListFact;

/**
 * All that the lists of a data set say.
 *
 * @param classes names by label
 * @param clips in the order in which they are stored
 * @param sources SHA-256 of each list by its name
 * @param notes on how the lists were understood, a line each
 * @param facts what the lists say beside classes and splits, of the clips of which they do
 */
record Listing(
    ClassMap classes,
    List<ListedClip> clips,
    Map<String, String> sources,
    List<String> notes,
    List<ListFact> facts) {
  Listing {
    clips = List.copyOf(clips);
    sources = Map.copyOf(new TreeMap<>(sources));
    notes = List.copyOf(notes);
    facts = List.copyOf(facts);
  }

  /** Of lists that can be understood in one way only. */
  Listing(ClassMap classes, List<ListedClip> clips, Map<String, String> sources) {
    this(classes, clips, sources, List.of(), List.of());
  }

  /** The same with the folder of each clip. */
  Listing in(Places places) {
    List<ListedClip> placed =
        clips.stream().map(clip -> clip.in(places.of(clip.id()).toString())).toList();
    return new Listing(classes, placed, sources, notes, facts);
  }

  /** Where the frames of a clip lie. */
  interface Places {
    Path of(String id);
  }

  static Map<String, String> hashes(List<ListFile> lists) {
    Map<String, String> hashes = new TreeMap<>();
    lists.forEach(list -> hashes.put(list.name(), list.sha256()));
    return hashes;
  }
}
