package org.logoformer.prep;

import java.io.Serializable;

/**
 * A line of a list.
 *
 * @param list name of the list, short enough for messages
 * @param number from 1
 * @param text without the line break
 */
record ListLine(String list, int number, String text) implements Serializable {
  /** Such as {@code train_All.csv:12}. */
  String place() {
    return list + ":" + number;
  }
}
