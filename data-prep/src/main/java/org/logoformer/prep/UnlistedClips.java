package org.logoformer.prep;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.clip.NaturalOrder;
import org.logoformer.shard.Unlisted;

/**
 * Finds what lies among the clips of the lists though no list names it: another folder where a clip
 * or a folder of clips is one, another file where a file is one. Only folders on the way to listed
 * clips are looked into, from the innermost that all of them share; so it costs a look at each
 * scene or class, not at each clip.
 */
final class UnlistedClips {
  /**
   * What a folder holds.
   *
   * @param path in full
   * @param isFolder or a file
   */
  record Entry(String path, boolean isFolder) implements Serializable {}

  private final Set<String> listed;
  private final Set<String> ways;
  private final Set<String> extensions;

  private UnlistedClips(Set<String> listed, Set<String> ways, Set<String> extensions) {
    this.listed = listed;
    this.ways = ways;
    this.extensions = extensions;
  }

  static UnlistedClips of(List<ListedClip> clips) {
    Set<String> listed = new HashSet<>();
    Set<String> extensions = new HashSet<>();
    Path top = null;
    for (ListedClip clip : clips) {
      Path path = new Path(clip.folder());
      listed.add(path.toString());
      extensions.add(extension(path.getName()));
      top = top == null ? path.getParent() : shared(top, path);
    }
    extensions.remove("");
    Set<String> ways = new TreeSet<>(NaturalOrder.INSTANCE);
    for (ListedClip clip : clips) {
      Path way = new Path(clip.folder()).getParent();
      // Clips that share no folder lie in several places, whose surroundings are not theirs.
      boolean further = ways.add(way.toString()) && !top.isRoot();
      while (further && !way.equals(top)) {
        way = way.getParent();
        further = ways.add(way.toString());
      }
    }
    return new UnlistedClips(listed, ways, extensions);
  }

  /** The folders to look into, in natural order. */
  List<String> folders() {
    return List.copyOf(ways);
  }

  /** What lies in folders, but for hidden files; nothing where one is missing. */
  static Iterator<Entry> content(Iterator<String> folders, Configuration hadoop)
      throws IOException {
    List<Entry> entries = new ArrayList<>();
    while (folders.hasNext()) {
      Path folder = new Path(folders.next());
      FileSystem files = folder.getFileSystem(hadoop);
      // Not a new Path of the name, which must have no colon then.
      if (files.exists(folder)) {
        for (FileStatus entry : files.listStatus(folder)) {
          String name = entry.getPath().getName();
          if (!name.startsWith(".") && !name.startsWith("_")) {
            entries.add(new Entry(folder + "/" + name, entry.isDirectory()));
          }
        }
      }
    }
    return entries.iterator();
  }

  /** Those that no list names, in natural order of their paths. */
  List<Unlisted> among(List<Entry> entries) {
    Set<String> unlisted = new TreeSet<>(NaturalOrder.INSTANCE);
    for (Entry entry : entries) {
      boolean like = entry.isFolder || extensions.contains(extension(entry.path));
      if (like && !listed.contains(entry.path) && !ways.contains(entry.path)) {
        unlisted.add(entry.path);
      }
    }
    return unlisted.stream().map(Unlisted::new).toList();
  }

  private static Path shared(Path top, Path clip) {
    Path shared = top;
    while (!shared.isRoot() && !(clip + "/").startsWith(shared + "/")) {
      shared = shared.getParent();
    }
    return shared;
  }

  private static String extension(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}
