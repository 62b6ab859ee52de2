package org.logoformer.prep;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.logoformer.error.Message;
import org.logoformer.prep.ClipFaces.By;

/** Gathers the faces of one clip. */
final class FaceRows {
  private final By by;
  private String[] frames = new String[16];
  private int[] lines = new int[16];
  private double[] numbers;
  private int rows;

  FaceRows(By by) {
    this.by = by;
    this.numbers = new double[16 * by.size()];
  }

  /**
   * Adds one.
   *
   * @param face its numbers
   */
  void add(String frame, int line, double[] face) {
    if (rows == frames.length) {
      frames = Arrays.copyOf(frames, 2 * rows);
      lines = Arrays.copyOf(lines, 2 * rows);
      numbers = Arrays.copyOf(numbers, 2 * rows * by.size());
    }
    frames[rows] = frame;
    lines[rows] = line;
    System.arraycopy(face, 0, numbers, rows * by.size(), by.size());
    rows++;
  }

  /**
   * All of them.
   *
   * @param errors receives those of frames that are named twice
   */
  ClipFaces faces(String list, String clip, ListErrors errors) {
    Map<String, Integer> first = new HashMap<>();
    for (int row = 0; row < rows; row++) {
      Integer before = first.putIfAbsent(frames[row], lines[row]);
      if (before != null) {
        errors.add(
            new ListLine(list, lines[row], clip + ", frame " + frames[row]),
            Message.of(
                "line %d has a face of this frame, too: keep the one that is meant", before));
      }
    }
    return new ClipFaces(
        by,
        Arrays.copyOf(frames, rows),
        Arrays.copyOf(lines, rows),
        Arrays.copyOf(numbers, rows * by.size()));
  }
}
