package org.logoformer.prep;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.Path;
import org.logoformer.config.PrepConfig;
import org.logoformer.error.DataException;
import org.logoformer.error.Message;
import org.logoformer.error.Reason;
import org.logoformer.face.Face;
import org.logoformer.prep.ClipFaces.By;
import org.logoformer.prep.Delimiter.Field;
import org.logoformer.provenance.Sha256;
import org.logoformer.shard.FaceCrops;
import org.logoformer.storage.SharedPaths;

/**
 * The file of {@code prep.boxes}, which says where the faces are in the frames of clips. It is read
 * line by line: of a large data set it has a million.
 */
final class FaceFile {
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final Pattern FRAME_NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final Pattern FILE_NAME = Pattern.compile("[^/]*[.][A-Za-z]+[0-9]?");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]{1,2})?");
  private static final double LARGEST = 1e6; // pixels

  private final String name;
  private final Map<String, FaceRows> clips = new TreeMap<>();
  private final Map<String, String> frames = new HashMap<>();
  private final ListErrors errors = new ListErrors();
  private FaceHeader header;
  private int rows;
  private int mirrored;
  private int firstMirrored;
  private double largest;

  private FaceFile(String name) {
    this.name = name;
  }

  /** Whether a frame is named by its number, not by its file. */
  static boolean isNumber(String frame) {
    return FRAME_NUMBER.matcher(frame).matches();
  }

  /**
   * Cuts the frames of all clips to the faces that the file of the configuration names.
   *
   * @throws DataException naming lines, if the file is wrong, or of no clip of the listing
   */
  static Listing cut(Listing listing, PrepConfig config, Configuration hadoop) throws IOException {
    Path path = SharedPaths.input(config.boxes(), hadoop);
    FaceFile file = new FaceFile(path.getParent().getName() + "/" + path.getName());
    String sha256 = file.read(path, hadoop);
    FaceCrops crops =
        new FaceCrops(
            sha256,
            file.header.by().name().toLowerCase(Locale.ROOT),
            config.missingBox().name().toLowerCase(Locale.ROOT),
            config.boxMargin());
    return file.cut(listing, crops);
  }

  /** Reads all of it and returns its hash. */
  private String read(Path path, Configuration hadoop) throws IOException {
    MessageDigest digest = Sha256.digest();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new DigestInputStream(path.getFileSystem(hadoop).open(path), digest),
                StandardCharsets.UTF_8))) {
      int number = 0;
      for (String text = in.readLine(); text != null; text = in.readLine()) {
        number++;
        String line = number == 1 && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        if (!line.isBlank()) {
          add(new ListLine(name, number, line.strip()));
        }
      }
    } catch (ChecksumException e) {
      throw new DataException("prep.boxes = " + path + ": " + Reason.ofChecksum(path.getName()), e);
    } catch (FileNotFoundException e) {
      throw new DataException(
          "prep.boxes = " + path + " is not there" + SharedPaths.otherwise(path, hadoop), e);
    }
    if (header == null) {
      throw new DataException("prep.boxes = " + path + " has no lines");
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private void add(ListLine line) {
    if (header == null) {
      header = FaceHeader.of(line);
      return;
    }
    rows++;
    try {
      List<Field> fields =
          header
              .delimiter()
              .split(line.text())
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "a quote is not closed, or something follows it"));
      require(
          fields.size() == header.size(),
          () -> Message.of("%d fields, the header has %d", fields.size(), header.size()));
      double[] numbers = numbers(fields);
      String clip = clip(fields.get(header.clip()).text());
      String frame = frame(fields.get(header.frame()).text());
      look(line, header.by().face(numbers, 0));
      clips
          .computeIfAbsent(clip, key -> new FaceRows(header.by()))
          .add(frame, line.number(), numbers);
    } catch (IllegalArgumentException e) {
      errors.add(line, e.getMessage());
    }
  }

  private double[] numbers(List<Field> fields) {
    double[] numbers = new double[header.by().size()];
    for (int i = 0; i < numbers.length; i++) {
      String text = fields.get(header.numbers().get(i)).text();
      String column = header.by().columns().get(i);
      require(NUMBER.matcher(text).matches(), () -> column + " '" + text + "' is no number");
      numbers[i] = Double.parseDouble(text);
      require(
          Math.abs(numbers[i]) <= LARGEST,
          () -> column + " '" + text + "' is no place in a frame: pixels are meant");
    }
    if (header.by() == By.BOX) {
      require(
          numbers[2] > 0 && numbers[3] > 0,
          () ->
              Message.of(
                  "w = %s, h = %s: x and y are the upper left corner of the box, w and h its size, above 0",
                  numbers[2], numbers[3]));
    }
    return numbers;
  }

  private static String clip(String text) {
    String path = text.replace('\\', '/');
    require(!path.isBlank(), () -> "the clip is empty");
    return path.startsWith("./") ? path.substring(2) : path;
  }

  private String frame(String text) {
    require(
        isNumber(text) || FILE_NAME.matcher(text).matches(),
        () -> "frame '" + text + "' is neither a number from 0 nor the name of an image file");
    String frame = isNumber(text) ? Integer.toString(Integer.parseInt(text)) : text;
    // The same few hundred texts name all frames of a data set.
    return frames.computeIfAbsent(frame, key -> key);
  }

  private void look(ListLine line, Face face) {
    if (face instanceof Face.Box box) {
      largest = Math.max(largest, Math.max(box.width(), box.height()));
    } else if (((Face.Landmarks) face).isMirrored()) {
      firstMirrored = mirrored == 0 ? line.number() : firstMirrored;
      mirrored++;
    }
  }

  private Listing cut(Listing listing, FaceCrops crops) {
    Map<String, ClipFaces> faces = new HashMap<>();
    clips.forEach((clip, of) -> faces.put(clip, of.faces(name, clip, errors)));
    errors.throwIfAny();
    requireSound();
    List<ListedClip> cut =
        listing.clips().stream()
            .map(clip -> clip.cutTo(faces.getOrDefault(clip.id(), ClipFaces.WHOLE_FRAMES)))
            .toList();
    long found = cut.stream().filter(clip -> !clip.faces().isEmpty()).count();
    if (found == 0) {
      throw new DataException(
          Message.of(
              "prep.boxes: %s names no clip of the set: its first is '%s', that of the set '%s'",
              name, clips.keySet().iterator().next(), listing.clips().get(0).id()));
    }
    String note =
        Message.of(
            "faces by their %s from %s, which names %d of the %d clips, and %d others; of a frame that"
                + " it does not name: %s",
            crops.by(), name, found, cut.size(), faces.size() - found, crops.missing());
    return listing.cut(cut, crops, note);
  }

  /** What single lines do not show. */
  private void requireSound() {
    if (rows == 0) {
      throw new DataException(Message.of("prep.boxes: %s has no faces", name));
    }
    if (2 * mirrored > rows) {
      throw new DataException(
          Message.of(
              "prep.boxes: %d of %d faces of %s are mirrored, the first in line %d: left is what lies on"
                  + " the left in the picture; change the names left_.. and right_.. over",
              mirrored, rows, name, firstMirrored));
    }
    if (header.by() == By.BOX && largest <= 1) {
      throw new DataException(
          Message.of(
              "prep.boxes: no box of %s is larger than a pixel: x, y, w, h are pixels, not shares of the"
                  + " frame",
              name));
    }
  }

  private static void require(boolean condition, Supplier<String> message) {
    if (!condition) {
      throw new IllegalArgumentException(message.get());
    }
  }
}
