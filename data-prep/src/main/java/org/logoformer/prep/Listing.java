package org.logoformer.prep;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.logoformer.clip.ClassMap;

/**
 * All that the lists of a data set say.
 *
 * @param classes names by label
 * @param clips in the order in which they are stored
 * @param sources SHA-256 of each list by its name
 */
record Listing(ClassMap classes, List<ListedClip> clips, Map<String, String> sources) {
  Listing {
    clips = List.copyOf(clips);
    sources = Map.copyOf(new TreeMap<>(sources));
  }

  static Map<String, String> hashes(List<ListFile> lists) {
    Map<String, String> hashes = new TreeMap<>();
    lists.forEach(list -> hashes.put(list.name(), list.sha256()));
    return hashes;
  }
}
