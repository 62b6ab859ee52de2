package org.logoformer.checkpoint.torch;

import org.logoformer.error.DataException;

/**
 * Says no to a file.
 *
 * @param origin what messages call the file
 */
record Refusal(String origin) {
  private static final int LONGEST = 120;

  /** The exception to throw for a file that is not what torch.save writes. */
  DataException damaged(String complaint) {
    return new DataException(
        "%s is not a sound file of torch.save: %s. Fetch or write it again"
            .formatted(origin, complaint));
  }

  /** The exception to throw for a file that asks for what is never done here. */
  DataException forbidden(String what) {
    return new DataException(
        ("%s holds %s. Only tensors, numbers, texts and their containers are read, nothing of a file"
                + " is executed; in Python, torch.save(model.state_dict(), path) writes what is"
                + " needed")
            .formatted(origin, what));
  }

  void require(boolean condition, String complaint) {
    if (!condition) {
      throw damaged(complaint);
    }
  }

  /** A text of the file, as a message may show it. */
  static String shown(String text) {
    String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    return cut.replaceAll("[^\\x20-\\x7e]", "?");
  }
}
