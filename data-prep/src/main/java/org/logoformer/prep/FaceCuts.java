package org.logoformer.prep;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.logoformer.clip.ImageRefusedException;
import org.logoformer.clip.Picture;
import org.logoformer.config.PrepConfig.MissingBox;
import org.logoformer.error.Message;
import org.logoformer.face.FaceCropper;
import org.logoformer.prep.ClipEncoder.Refused;

/** Cuts the frames of one clip to its faces; those of a clip without faces stay as they are. */
final class FaceCuts {
  /** The word for a clip or a frame without a face in quarantine. */
  static final String NO_FACE = "no-face";

  /** The word for faces that belong to other frames than the clip has. */
  static final String ODD_BOXES = "odd-boxes";

  private final ClipFaces faces;
  private final FaceCropper cropper;
  private final MissingBox missing;

  /** Rows by the number of their frame. */
  private final TreeMap<Integer, Integer> rows = new TreeMap<>();

  private FaceCuts(
      ClipFaces faces, Map<String, Integer> names, Storage storage, FaceCropper cropper)
      throws Refused {
    this.faces = faces;
    this.cropper = cropper;
    this.missing = storage.missingBox();
    for (int row = 0; row < faces.rows(); row++) {
      String frame = faces.frames()[row];
      Integer number = FaceFile.isNumber(frame) ? Integer.valueOf(frame) : names.get(frame);
      if (number == null) {
        throw odd(row, "the clip does not have");
      }
      if (rows.put(number, row) != null) {
        throw odd(row, "another line names, too");
      }
    }
  }

  /**
   * Of a folder of images.
   *
   * @param images in the order of the frames
   * @throws Refused if there are faces of other frames
   */
  static FaceCuts ofImages(
      ClipFaces faces, List<FileStatus> images, Storage storage, FaceCropper cropper)
      throws Refused {
    Map<String, Integer> names = new HashMap<>();
    if (!faces.isEmpty()) {
      images.forEach(image -> names.put(image.getPath().getName(), names.size()));
    }
    FaceCuts cuts = new FaceCuts(faces, names, storage, cropper);
    cuts.requireFrames(images.size());
    return cuts;
  }

  /**
   * Of a video, whose number of frames is not known before the last.
   *
   * @throws Refused if there are faces of files of images
   */
  static FaceCuts ofVideo(ClipFaces faces, Storage storage, FaceCropper cropper) throws Refused {
    return new FaceCuts(faces, Map.of(), storage, cropper);
  }

  boolean areAny() {
    return !rows.isEmpty();
  }

  /**
   * The frame as it is to be stored, but for its size.
   *
   * @param number of the frame, from 0
   * @return valid until the next one is cut
   * @throws Refused if it has no face
   */
  Picture cut(int number, Picture frame) throws Refused {
    if (rows.isEmpty()) {
      return frame;
    }
    int row = row(number);
    try {
      return cropper.crop(frame, faces.face(row));
    } catch (ImageRefusedException e) {
      throw new Refused(
          e.reason().label(),
          Message.of("frame %d, line %d of prep.boxes: %s", number, line(row), e.getMessage()),
          e);
    }
  }

  private int row(int number) throws Refused {
    Integer row = rows.get(number);
    if (row != null) {
      return row;
    }
    if (missing == MissingBox.QUARANTINE) {
      throw new Refused(
          NO_FACE, Message.of("prep.boxes does not name frame %d of it", number), null);
    }
    Map.Entry<Integer, Integer> before = rows.lowerEntry(number);
    Map.Entry<Integer, Integer> behind = rows.higherEntry(number);
    boolean earlier =
        behind == null || (before != null && number - before.getKey() <= behind.getKey() - number);
    return earlier ? before.getValue() : behind.getValue();
  }

  /**
   * Makes sure that all faces are of frames that are there.
   *
   * @param frames how many the clip has
   * @throws Refused if one is not
   */
  void requireFrames(int frames) throws Refused {
    if (!rows.isEmpty() && rows.lastKey() >= frames) {
      throw odd(
          rows.lastEntry().getValue(),
          Message.of(
              "the clip, which has %d, does not have: numbers count from 0, files are named with"
                  + " their extension",
              frames));
    }
  }

  private int line(int row) {
    return faces.lines()[row];
  }

  private Refused odd(int row, String why) {
    return new Refused(
        ODD_BOXES,
        Message.of(
            "line %d of prep.boxes names a frame, %s, that %s",
            line(row), faces.frames()[row], why),
        null);
  }
}
