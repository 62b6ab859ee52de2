package org.logoformer.prep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.clip.ClassMap;

/**
 * FERV39K: one split, lists of {@code Scene/Emotion/clip Emotion} without a header below {@code
 * 4_setups/All_scenes}, frames below {@code 2_ClipsforFaceCrop}.
 */
final class Ferv39kLayout {
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private final FileSystem files;
  private final ListErrors errors = new ListErrors();
  private final Map<String, ListLine> seen = new HashMap<>();
  private final List<ListedClip> clips = new ArrayList<>();

  Ferv39kLayout(FileSystem files) {
    this.files = files;
  }

  /** Finds lists and clips at or below {@code source}. */
  Listing read(Path source) throws IOException {
    MarkerFolder marker = new MarkerFolder(files, source);
    return read(new Path(marker.find("4_setups"), "All_scenes"), marker.find("2_ClipsforFaceCrop"));
  }

  /**
   * @param lists the folder of the two lists
   * @param frames the folder of the clips
   */
  Listing read(Path lists, Path frames) throws IOException {
    ListFile train = ListFile.read(files, new Path(lists, "train_All.csv"));
    ListFile test = ListFile.read(files, new Path(lists, "test_All.csv"));
    train.lines().forEach(line -> accept(line, "train", frames));
    test.lines().forEach(line -> accept(line, "test", frames));
    errors.throwIfAny();
    return new Listing(ClassMap.EMOTIONS, clips, Listing.hashes(List.of(train, test)));
  }

  private void accept(ListLine line, String split, Path frames) {
    String[] fields = BLANKS.split(line.text(), -1);
    if (fields.length != 2) {
      errors.add(line, "expected 'Scene/Emotion/clip Emotion'");
      return;
    }
    String id = fields[0];
    String[] parts = ClipPath.parts(id);
    OptionalInt label = ClassMap.EMOTIONS.label(fields[1]);
    if (parts.length != 3) {
      errors.add(line, "'" + id + "' is not Scene/Emotion/clip");
    } else if (label.isEmpty()) {
      errors.add(line, unknownClass(fields[1]));
    } else if (!parts[1].equals(fields[1])) {
      errors.add(line, "the folder says " + parts[1] + ", the label " + fields[1]);
    } else if (isNew(line, id, split)) {
      String folder = new Path(frames, id).toString();
      clips.add(new ListedClip(id, label.getAsInt(), split, 0, parts[0], folder, line));
    }
  }

  private static String unknownClass(String name) {
    String hint =
        name.chars().allMatch(Character::isDigit)
            ? "labels of FERV39K are names, numbers are not guessed at; it must be one of "
            : "known are ";
    return "unknown class '" + name + "': " + hint + ClassMap.EMOTIONS.names();
  }

  private boolean isNew(ListLine line, String id, String split) {
    ListLine before = seen.putIfAbsent(id, line);
    if (before == null) {
      return true;
    }
    errors.add(
        line,
        before.list().equals(line.list())
            ? "duplicate of " + before.place()
            : "is in " + split + " and also at " + before.place() + ": train and test overlap");
    return false;
  }
}
