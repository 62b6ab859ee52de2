package org.logoformer.train.plan;

/**
 * A reference in an epoch that may hold it several times. Each time is another view: the same clip
 * with other frames and another crop.
 *
 * @param reference what there is to train on
 * @param time from 0
 */
public record Draw(String reference, int time) {
  /** Not in the names of clips, which are paths of lists and folders. */
  private static final char SEPARATOR = '\t';

  /** As a plan names it; the first time is the reference itself. */
  public String text() {
    return time == 0 ? reference : reference + SEPARATOR + time;
  }

  /** What {@link #text} wrote. */
  public static Draw of(String text) {
    int at = text.lastIndexOf(SEPARATOR);
    return at < 0
        ? new Draw(text, 0)
        : new Draw(text.substring(0, at), Integer.parseInt(text.substring(at + 1)));
  }
}
