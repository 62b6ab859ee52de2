package org.logoformer.prep;

import java.util.ArrayList;
import java.util.List;
import org.logoformer.error.DataException;

/** Errors in lists, gathered so that a user sees more than the first of them. */
final class ListErrors {
  private static final int SHOWN = 10;

  private final List<String> shown = new ArrayList<>();
  private int count;

  void add(ListLine line, String message) {
    count++;
    if (shown.size() < SHOWN) {
      shown.add(line.place() + ": " + message + " (" + line.text() + ")");
    }
  }

  boolean areAny() {
    return count > 0;
  }

  /**
   * Ends the reading of lists.
   *
   * @throws DataException if there was any error
   */
  void throwIfAny() {
    if (count == 0) {
      return;
    }
    String more = count > SHOWN ? "\n... and " + (count - SHOWN) + " more" : "";
    throw new DataException(
        (count == 1 ? "An error" : count + " errors")
            + " in the lists; correct them and run prep again:\n"
            + String.join("\n", shown)
            + more);
  }
}
