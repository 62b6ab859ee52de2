package org.logoformer.prep;

import java.io.Serializable;
import java.util.List;
import org.logoformer.face.Face;
import org.logoformer.face.Point;

/**
 * Where the faces of one clip are: the rows of {@code prep.boxes} that name it, in compact arrays,
 * because a data set has a million of them.
 *
 * @param by what the numbers are
 * @param frames number from 0, or name of the image file, as the rows have it
 * @param lines of the file, from 1
 * @param numbers of all rows, one after the other
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
record ClipFaces(By by, String[] frames, int[] lines, double[] numbers) implements Serializable {
  /** What a row has. */
  enum By {
    BOX("x", "y", "w", "h"),
    LANDMARKS(
        "left_eye_x",
        "left_eye_y",
        "right_eye_x",
        "right_eye_y",
        "nose_x",
        "nose_y",
        "left_mouth_x",
        "left_mouth_y",
        "right_mouth_x",
        "right_mouth_y");

    @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody can write to
    private final List<String> columns;

    By(String... columns) {
      this.columns = List.of(columns);
    }

    /** Names of the columns, in the order of a row's numbers. */
    List<String> columns() {
      return columns;
    }

    int size() {
      return columns.size();
    }

    /**
     * The face that numbers tell.
     *
     * @param at where they begin
     * @throws IllegalArgumentException if there is no such face
     */
    Face face(double[] n, int at) {
      return this == BOX
          ? new Face.Box(n[at], n[at + 1], n[at + 2], n[at + 3])
          : new Face.Landmarks(
              point(n, at), point(n, at + 2), point(n, at + 4), point(n, at + 6), point(n, at + 8));
    }

    private static Point point(double[] n, int at) {
      return new Point(n[at], n[at + 1]);
    }
  }

  /** Of a clip whose frames are taken as they are. */
  static final ClipFaces WHOLE_FRAMES =
      new ClipFaces(By.BOX, new String[0], new int[0], new double[0]);

  /** Whether there are none: the file does not name the clip, or there is no file. */
  boolean isEmpty() {
    return frames.length == 0;
  }

  int rows() {
    return frames.length;
  }

  Face face(int row) {
    return by.face(numbers, row * by.size());
  }
}
