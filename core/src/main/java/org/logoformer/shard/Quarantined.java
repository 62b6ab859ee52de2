package org.logoformer.shard;

import java.io.Serializable;

/**
 * A clip that was listed but is not stored.
 *
 * @param clip its id
 * @param reason a word or two, such as {@code truncated} or {@code missing-folder}
 * @param detail what exactly, with the name of the file
 * @param list the list that names the clip
 * @param line where in that list, from 1
 */
public record Quarantined(String clip, String reason, String detail, String list, int line)
    implements Serializable {
  /** The reason of a video that is stored up to where its file was cut off. */
  public static final String BROKEN_TAIL = "broken-tail";
}
