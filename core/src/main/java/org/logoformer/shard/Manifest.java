package org.logoformer.shard;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.clip.ClassMap;
import org.logoformer.error.DataException;
import org.logoformer.error.Message;

/**
 * What is in a shard set. Its file is written last: a folder without it is no shard set.
 *
 * @param origin where the clips come from and how they were stored
 * @param shards by number
 * @param clips in the order of the shards and of the records in them
 */
public record Manifest(Origin origin, List<Shard> shards, List<ClipRecord> clips) {
  /** Version of the manifest's schema and of the record layout. */
  public static final int SCHEMA = 1;

  /** The name of the file within the set's folder. */
  public static final String FILE = "manifest.json";

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if the parts contradict each other
   */
  public Manifest {
    shards = List.copyOf(shards);
    clips = List.copyOf(clips);
    new ManifestCheck(origin, shards).accept(clips);
  }

  /** A new map from id to clip. */
  public Map<String, ClipRecord> byId() {
    Map<String, ClipRecord> byId = new HashMap<>(clips.size() * 2);
    clips.forEach(c -> byId.put(c.id(), c));
    return byId;
  }

  /** Whether nobody knows the classes of the clips: they can be predicted, and that is all. */
  public boolean isUnlabelled() {
    return origin.classes().equals(ClassMap.UNLABELLED);
  }

  /**
   * That the classes of the clips are known.
   *
   * @param folder of the set
   * @throws DataException if they are not
   */
  public void requireLabels(Object folder) {
    if (isUnlabelled()) {
      throw new DataException(
          Message.of(
              "The shard set %s has no labels (prep.layout = unlabelled): 'logo predict' reads it; to train on it or to measure, prepare it with a list of labels (prep.layout = list)",
              folder));
    }
  }

  /** The clips of a split, in the order of the set; none if there is no such split. */
  public List<ClipRecord> split(String split) {
    return clips.stream().filter(c -> c.split().equals(split)).toList();
  }

  /** The folds of the set, from 1; empty if it has splits instead. */
  public SortedSet<Integer> folds() {
    SortedSet<Integer> folds = new TreeSet<>();
    clips.forEach(c -> folds.add(c.fold()));
    folds.remove(0);
    return folds;
  }

  /** The clips that a fold trains on, in the order of the set. */
  public List<ClipRecord> trainOf(int fold) {
    return clips.stream().filter(c -> c.fold() > 0 && c.fold() != fold).toList();
  }

  /** The clips that a fold tests on, in the order of the set. */
  public List<ClipRecord> testOf(int fold) {
    return clips.stream().filter(c -> c.fold() > 0 && c.fold() == fold).toList();
  }

  /**
   * Reads the manifest of a set.
   *
   * @throws org.logoformer.error.DataException if there is none or it is not to be trusted
   */
  public static Manifest read(FileSystem files, Path folder) throws IOException {
    return ManifestFile.read(files, folder);
  }

  /**
   * Writes the manifest, under another name first: this commits the set.
   *
   * @throws IOException if it cannot be written, or there is one already
   */
  public void commit(FileSystem files, Path folder) throws IOException {
    ManifestFile.commit(this, files, folder);
  }
}
