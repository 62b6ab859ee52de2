package org.logoformer.prep;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.error.DataException;

/**
 * Finds a folder by its name somewhere below a root, since archives of data sets unpack into
 * wrappers such as {@code 2_ClipsforFaceCrop-002/2_ClipsforFaceCrop}.
 */
record MarkerFolder(FileSystem files, Path root) {
  private static final String SEVERAL =
      "; if they are parts of one archive that were unpacked side by side, move the content of all"
          + " into one of them and delete the others; if they are copies, let prep.source name the"
          + " folder above one of them";
  private static final int DEPTH = 4;
  private static final int FOLDERS = 2000;

  /**
   * The innermost folder of that name.
   *
   * @throws DataException if there is none, or several apart from each other
   */
  Path find(String name) throws IOException {
    List<Path> found = new ArrayList<>();
    Queue<Path> level = new ArrayDeque<>(List.of(root));
    int seen = 0;
    for (int depth = 0; depth <= DEPTH && found.isEmpty(); depth++) {
      Queue<Path> next = new ArrayDeque<>();
      for (Path folder : level) {
        if (folder.getName().equals(name)) {
          found.add(innermost(folder, name));
        } else if (depth < DEPTH && seen < FOLDERS) {
          seen++;
          next.addAll(folders(folder));
        }
      }
      level = next;
    }
    if (found.size() == 1) {
      return found.get(0);
    }
    throw new DataException(
        found.isEmpty()
            ? "No folder " + name + " at or below " + root + ": see prep.source and prep.layout"
            : "Several folders " + name + " below " + root + ": " + found + SEVERAL);
  }

  private Path innermost(Path folder, String name) throws IOException {
    Path inner = new Path(folder, name);
    return files.exists(inner) ? innermost(inner, name) : folder;
  }

  private List<Path> folders(Path folder) throws IOException {
    try {
      return Arrays.stream(files.listStatus(folder))
          .filter(FileStatus::isDirectory)
          .map(FileStatus::getPath)
          .sorted(Comparator.comparing(Path::getName))
          .toList();
    } catch (FileNotFoundException e) {
      throw new DataException("No folder " + folder + ": see prep.source", e);
    }
  }
}
