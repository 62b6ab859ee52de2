package org.logoformer.prep;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.logoformer.clip.ClassMap;
import org.logoformer.shard.FaceCrops;
import org.logoformer.shard.ListFact;

/**
 * All that the lists of a data set say.
 *
 * @param classes names by label
 * @param clips in the order in which they are stored
 * @param sources SHA-256 of each list by its name
 * @param notes on how the lists were understood, a line each
 * @param facts what the lists say beside classes and splits, of the clips of which they do
 * @param crops how the frames are cut to the faces of the clips
 */
record Listing(
    ClassMap classes,
    List<ListedClip> clips,
    Map<String, String> sources,
    List<String> notes,
    List<ListFact> facts,
    FaceCrops crops) {
  Listing {
    clips = List.copyOf(clips);
    sources = Map.copyOf(new TreeMap<>(sources));
    notes = List.copyOf(notes);
    facts = List.copyOf(facts);
  }

  /** Of clips whose frames are taken as they are. */
  Listing(
      ClassMap classes,
      List<ListedClip> clips,
      Map<String, String> sources,
      List<String> notes,
      List<ListFact> facts) {
    this(classes, clips, sources, notes, facts, FaceCrops.NONE);
  }

  /** Of lists that can be understood in one way only. */
  Listing(ClassMap classes, List<ListedClip> clips, Map<String, String> sources) {
    this(classes, clips, sources, List.of(), List.of());
  }

  /** The same with the folder of each clip. */
  Listing in(Places places) {
    List<ListedClip> placed =
        clips.stream().map(clip -> clip.in(places.of(clip.id()).toString())).toList();
    return new Listing(classes, placed, sources, notes, facts, crops);
  }

  /** The same with its frames cut to faces. */
  Listing cut(List<ListedClip> clipsWithFaces, FaceCrops how, String note) {
    List<String> more = new ArrayList<>(notes);
    more.add(note);
    return new Listing(classes, clipsWithFaces, sources, more, facts, how);
  }

  /** What to tell about the lists before the work begins, a line each. */
  List<String> told() {
    List<String> lines = new ArrayList<>(notes);
    if (crops.isNone()) {
      lines.add(
          "frames are taken as face crops; of whole frames, prep.boxes says where the faces are");
    }
    return lines;
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
