package org.logoformer.prep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.clip.ClassMap;
import org.logoformer.error.ConfigException;
import org.logoformer.storage.SharedPaths;

/**
 * Any folder of frame folders or videos with a list of {@code path label} or {@code path label
 * split} lines; paths are below the source, labels class names, the split is {@code train} unless
 * it is given.
 */
final class ListLayout {
  private static final Pattern LINE =
      Pattern.compile("(\\S.*?)\\s+(\\S+?)(?:\\s+(train|test|val))?");

  private final FileSystem files;
  private final Path source;
  private final String list;
  private final ListErrors errors = new ListErrors();
  private final Map<String, ListLine> seen = new HashMap<>();
  private final List<ListedClip> clips = new ArrayList<>();

  ListLayout(FileSystem files, Path source, String list) {
    if (list.isBlank()) {
      throw new ConfigException(
          "prep.list is empty: layout=list needs a file of 'path label' lines");
    }
    this.files = files;
    this.source = source;
    this.list = list;
  }

  Listing read() throws IOException {
    Path path = SharedPaths.input(list, files.getConf());
    ListFile file = ListFile.read(path.getFileSystem(files.getConf()), path);
    file.lines().forEach(this::accept);
    errors.throwIfAny();
    return new Listing(ClassMap.EMOTIONS, clips, Listing.hashes(List.of(file)));
  }

  private void accept(ListLine line) {
    Matcher fields = LINE.matcher(line.text());
    if (!fields.matches()) {
      errors.add(line, "expected 'path label' or 'path label split'");
      return;
    }
    String id = fields.group(1);
    OptionalInt label = ClassMap.EMOTIONS.label(fields.group(2));
    ListLine before = seen.putIfAbsent(id, line);
    if (ClipPath.parts(id).length == 0) {
      errors.add(line, "'" + id + "' is no path below the source");
    } else if (label.isEmpty()) {
      errors.add(
          line, "unknown class '" + fields.group(2) + "': known are " + ClassMap.EMOTIONS.names());
    } else if (before != null) {
      errors.add(line, "the same clip as " + before.place());
    } else {
      String split = fields.group(3) == null ? "train" : fields.group(3);
      String folder = new Path(source, id).toString();
      clips.add(new ListedClip(id, label.getAsInt(), split, 0, "", folder, line));
    }
  }
}
