package org.logoformer.prep;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.error.DataException;
import org.logoformer.error.Message;

/**
 * Finds a folder by its name somewhere below a root, since archives of data sets unpack into
 * wrappers such as {@code 2_ClipsforFaceCrop-002/2_ClipsforFaceCrop}.
 */
record MarkerFolder(FileSystem files, Path root) {
  private static final String SEVERAL =
      "; if they are parts of one archive that were unpacked side by side, set prep.clips-folders ="
          + " parts, or move the content of all into one of them and delete the others; if they are"
          + " copies, let prep.source name the folder above one of them";
  private static final int DEPTH = 4;
  private static final int FOLDERS = 2000;

  /**
   * The innermost folder of that name.
   *
   * @throws DataException if there is none, or several apart from each other
   */
  Path find(String name) throws IOException {
    List<Path> found = nearest(name);
    if (found.isEmpty()) {
      throw new DataException(
          Message.of(
              "No folder %s at or below %s, where there is %s: see prep.source and prep.layout",
              name, root, names()));
    } else if (found.size() > 1) {
      throw several(name, found);
    }
    return found.get(0);
  }

  /** The innermost folders of that name which are least deep. */
  List<Path> nearest(String name) throws IOException {
    return walk(name, List::isEmpty);
  }

  /** All innermost folders of that name. */
  List<Path> all(String name) throws IOException {
    return walk(name, found -> true);
  }

  /** What is wrong if one was expected. */
  DataException several(String name, List<Path> found) {
    return new DataException("Several folders " + name + " below " + root + ": " + found + SEVERAL);
  }

  /** The folders, of those that are looked into, which hold one of these paths. */
  List<Path> holding(List<String> below) throws IOException {
    List<Path> holding = new ArrayList<>();
    visit(
        (folder, depth) -> {
          for (String path : below) {
            if (files.exists(new Path(folder, path))) {
              holding.add(folder);
              return false;
            }
          }
          return true;
        });
    return holding;
  }

  /** What lies directly below the root. */
  List<String> names() throws IOException {
    return folders(root).stream().map(Path::getName).toList();
  }

  private List<Path> walk(String name, Predicate<List<Path>> goesOn) throws IOException {
    List<Path> found = new ArrayList<>();
    int[] deepest = {0};
    visit(
        (folder, depth) -> {
          if (depth > deepest[0] && !goesOn.test(found)) {
            return false;
          }
          deepest[0] = depth;
          if (!folder.getName().equals(name)) {
            return true;
          }
          found.add(innermost(folder, name));
          return false;
        });
    return found;
  }

  private interface Visitor {
    /** Whether to look into the folder. */
    boolean visit(Path folder, int depth) throws IOException;
  }

  /** Level by level, by name. */
  private void visit(Visitor visitor) throws IOException {
    Queue<Path> level = new ArrayDeque<>(List.of(root));
    int seen = 0;
    for (int depth = 0; depth <= DEPTH; depth++) {
      Queue<Path> next = new ArrayDeque<>();
      for (Path folder : level) {
        if (visitor.visit(folder, depth) && depth < DEPTH && seen < FOLDERS) {
          seen++;
          next.addAll(folders(folder));
        }
      }
      level = next;
    }
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
