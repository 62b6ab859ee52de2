package org.logoformer.prep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.clip.ClassMap;
import org.logoformer.config.PrepConfig;
import org.logoformer.error.DataException;
import org.logoformer.error.Message;

/**
 * FERV39K: one split, lists of {@code Scene/Emotion/clip Emotion} without a header below {@code
 * 4_setups/All_scenes}, or of one scene below {@code 4_setups/22_scenes}, frames below {@code
 * 2_ClipsforFaceCrop}.
 */
final class Ferv39kLayout {
  private static final String ALL_SCENES = "All_scenes";
  private static final String SCENES = "22_scenes";
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private final FileSystem files;
  private final ListErrors errors = new ListErrors();
  private final Map<String, ListLine> seen = new HashMap<>();
  private final List<ListedClip> clips = new ArrayList<>();

  Ferv39kLayout(FileSystem files) {
    this.files = files;
  }

  /** Finds lists and clips at or below {@code source}. */
  Listing read(Path source, PrepConfig config) throws IOException {
    MarkerFolder marker = new MarkerFolder(files, source);
    Path setups = marker.find("4_setups");
    Listing listing =
        config.scene().isEmpty()
            ? read(new Path(setups, ALL_SCENES))
            : ofScene(setups, config.scene());
    return new ClipsFolders(marker, config).in("2_ClipsforFaceCrop", listing);
  }

  /**
   * The clips without their folders.
   *
   * @param lists the folder of the two lists
   */
  Listing read(Path lists) throws IOException {
    return read(new Path(lists, "train_All.csv"), new Path(lists, "test_All.csv"), "");
  }

  private Listing read(Path trainList, Path testList, String scene) throws IOException {
    ListFile train = ListFile.read(files, trainList);
    ListFile test = ListFile.read(files, testList);
    train.lines().forEach(line -> accept(line, "train", scene));
    test.lines().forEach(line -> accept(line, "test", scene));
    errors.throwIfAny();
    return new Listing(ClassMap.EMOTIONS, clips, Listing.hashes(List.of(train, test)));
  }

  private Listing ofScene(Path setups, String scene) throws IOException {
    Path lists = new Path(setups, SCENES);
    if (!files.exists(lists)) {
      return chosen(read(new Path(setups, ALL_SCENES)), scene, setups);
    }
    SceneLists found = SceneLists.find(files, lists, scene);
    return read(found.train(), found.test(), found.scene());
  }

  /** For copies without lists of scenes. */
  private static Listing chosen(Listing all, String scene, Path setups) {
    List<ListedClip> clips =
        all.clips().stream().filter(clip -> SceneLists.isSame(clip.scene(), scene)).toList();
    if (clips.isEmpty()) {
      SortedSet<String> scenes =
          all.clips().stream()
              .map(ListedClip::scene)
              .collect(Collectors.toCollection(TreeSet::new));
      throw new DataException(
          Message.of("prep.scene = %s is none of the scenes, which are %s", scene, scenes));
    }
    String note =
        Message.of(
            "no %s in %s: taken are the %d clips of scene %s in %s",
            SCENES, setups, clips.size(), scene, ALL_SCENES);
    return new Listing(all.classes(), clips, all.sources(), List.of(note), List.of());
  }

  /**
   * Takes a line.
   *
   * @param scene whose list it is, which may leave it out of the paths; empty: of all scenes
   */
  private void accept(ListLine line, String split, String scene) {
    String[] fields = BLANKS.split(line.text(), -1);
    if (fields.length != 2) {
      errors.add(line, "expected 'Scene/Emotion/clip Emotion'");
      return;
    }
    boolean isShort = !scene.isEmpty() && ClipPath.parts(fields[0]).length == 2;
    String id = isShort ? scene + "/" + fields[0] : fields[0];
    String[] parts = ClipPath.parts(id);
    OptionalInt label = ClassMap.EMOTIONS.label(fields[1]);
    if (parts.length != 3) {
      errors.add(line, "'" + id + "' is not Scene/Emotion/clip");
    } else if (label.isEmpty()) {
      errors.add(line, unknownClass(fields[1]));
    } else if (!parts[1].equals(fields[1])) {
      errors.add(line, "the folder says " + parts[1] + ", the label " + fields[1]);
    } else if (isNew(line, id, split)) {
      clips.add(new ListedClip(id, label.getAsInt(), split, 0, parts[0], "", line));
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
