package org.logoformer.prep;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.config.PrepConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.error.DataException;
import org.logoformer.error.Message;

/**
 * Where the clips of a published data set lie: in the folder of the published name, in that of
 * another copy, or in parts that were unpacked side by side.
 */
record ClipsFolders(MarkerFolder marker, PrepConfig config) {
  /** Clips by which a folder of another name is known. */
  private static final int PROBES = 5;

  /**
   * The listing with the folder of each clip.
   *
   * @param published name of the folder
   * @throws DataException if there is no such folder, there are several, or a clip is in two parts
   */
  Listing in(String published, Listing listing) throws IOException {
    String name = config.clipsFolder().isEmpty() ? published : config.clipsFolder();
    List<Path> folders = folders(name, listing);
    if (folders.size() == 1) {
      return listing.in(id -> new Path(folders.get(0), id));
    }
    Map<String, Path> places = parts(folders, listing);
    return listing.in(id -> places.getOrDefault(id, new Path(folders.get(0), id)));
  }

  private List<Path> folders(String name, Listing listing) throws IOException {
    if (name.contains("/")) {
      Path folder = new Path(marker.root(), name);
      requireSameStorage(folder);
      if (marker.files().exists(folder)) {
        return List.of(folder);
      }
    } else {
      List<Path> found =
          config.clipsFolders() == PrepConfig.ClipsFolders.PARTS
              ? marker.all(name)
              : marker.nearest(name);
      if (found.size() > 1 && config.clipsFolders() == PrepConfig.ClipsFolders.ONE) {
        throw marker.several(name, found);
      } else if (!found.isEmpty()) {
        return found;
      }
    }
    throw missing(name, listing);
  }

  private void requireSameStorage(Path folder) {
    try {
      if (folder.getFileSystem(marker.files().getConf()).getUri().equals(marker.files().getUri())) {
        return;
      }
    } catch (IOException | IllegalArgumentException e) {
      // Another one, or none.
    }
    throw new ConfigException(
        Message.of(
            "prep.clips-folder = %s is on other storage than prep.source, %s: both must be on one",
            config.clipsFolder(), marker.root()));
  }

  private DataException missing(String name, Listing listing) throws IOException {
    List<Path> others =
        marker.holding(listing.clips().stream().limit(PROBES).map(ListedClip::id).toList());
    String root = marker.root() + "/";
    String hint =
        others.isEmpty()
            ? ", and no folder with clips of the lists, such as "
                + listing.clips().get(0).id()
                + ": see prep.source and prep.layout; there is "
                + marker.names()
            : ", but clips of the lists are in "
                + others
                + ": if those are the ones, prep.clips-folder = "
                + others.get(0).toString().replaceFirst("^\\Q" + root + "\\E", "");
    return new DataException("No folder " + name + " at or below " + marker.root() + hint);
  }

  /** Where each clip lies that is there. */
  private Map<String, Path> parts(List<Path> folders, Listing listing) throws IOException {
    Map<String, Path> places = new HashMap<>();
    Map<String, Path> twice = new HashMap<>();
    Set<String> ids = listing.clips().stream().map(ListedClip::id).collect(Collectors.toSet());
    for (String above : above(listing)) {
      for (Path folder : folders) {
        for (String name : names(above.isEmpty() ? folder : new Path(folder, above))) {
          String id = above.isEmpty() ? name : above + "/" + name;
          if (ids.contains(id)) {
            Path place = new Path(folder, id);
            Path before = places.putIfAbsent(id, place);
            if (before != null) {
              twice.put(id, place);
            }
          }
        }
      }
    }
    if (!twice.isEmpty()) {
      String id = twice.keySet().stream().sorted().findFirst().orElseThrow();
      throw new DataException(
          Message.of(
              "%d clip(s) are in several of the folders %s, such as %s and %s: the frames of a clip must lie in one; move them into one, or let prep.source name the folder above one of the copies",
              twice.size(), folders, places.get(id), twice.get(id)));
    }
    return places;
  }

  private static Set<String> above(Listing listing) {
    return listing.clips().stream()
        .map(clip -> clip.id().replaceFirst("/?[^/]*$", ""))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private List<String> names(Path folder) throws IOException {
    FileSystem files = marker.files();
    try {
      return Arrays.stream(files.listStatus(folder))
          .filter(FileStatus::isDirectory)
          .map(f -> f.getPath().getName())
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }
}
