package org.logoformer.prep;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.logoformer.error.DataException;
import org.logoformer.error.Message;
import org.logoformer.prep.ClipFaces.By;
import org.logoformer.prep.Delimiter.Field;

/**
 * The first line of {@code prep.boxes}. Landmarks go before boxes where a file has both; columns of
 * other names are passed over.
 *
 * @param size how many columns there are
 * @param clip which names the clip
 * @param frame which names the frame
 * @param by what the others tell
 * @param numbers which tell it, in its order
 */
record FaceHeader(
    Delimiter delimiter, int size, int clip, int frame, By by, List<Integer> numbers) {
  private static final String CLIP = "clip";
  private static final String FRAME = "frame";

  /**
   * Reads it.
   *
   * @throws DataException if a column is missing or there twice
   */
  static FaceHeader of(ListLine line) {
    for (Delimiter delimiter : Delimiter.values()) {
      List<String> names =
          delimiter.split(line.text()).stream()
              .flatMap(List::stream)
              .map(Field::text)
              .map(name -> name.toLowerCase(Locale.ROOT))
              .toList();
      if (names.contains(CLIP) && names.contains(FRAME)) {
        return of(line, delimiter, names);
      }
    }
    throw new DataException(
        Message.of(
            "%s: the header of prep.boxes has to name the columns clip and frame, and %s or %s (%s)",
            line.place(), text(By.BOX), text(By.LANDMARKS), line.text()));
  }

  private static FaceHeader of(ListLine line, Delimiter delimiter, List<String> names) {
    By by = By.LANDMARKS.columns().stream().anyMatch(names::contains) ? By.LANDMARKS : By.BOX;
    List<String> wanted = Stream.concat(Stream.of(CLIP, FRAME), by.columns().stream()).toList();
    List<Integer> places = new ArrayList<>();
    for (String name : wanted) {
      if (names.indexOf(name) != names.lastIndexOf(name)) {
        throw new DataException(Message.of("%s: column %s is there twice", line.place(), name));
      }
      if (!names.contains(name)) {
        throw new DataException(
            Message.of(
                "%s: column %s is missing: next to clip and frame it takes %s (%s)",
                line.place(), name, text(by), line.text()));
      }
      places.add(names.indexOf(name));
    }
    return new FaceHeader(
        delimiter,
        names.size(),
        places.get(0),
        places.get(1),
        by,
        List.copyOf(places.subList(2, places.size())));
  }

  private static String text(By by) {
    return String.join(", ", by.columns());
  }
}
