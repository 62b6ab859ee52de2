package org.logoformer.shard;

import java.io.Serializable;
import org.logoformer.error.Message;

/**
 * How faces were cut out of the frames of a set ({@code prep.boxes}).
 *
 * @param boxes SHA-256 of the file that says where they are; empty if frames were taken as they are
 * @param by {@code box} or {@code landmarks}; empty if frames were taken as they are
 * @param missing what became of frames that the file has no face of, as {@code prep.missing-box}
 *     says
 * @param margin what is seen beyond a face on each side, as a share of its side
 */
public record FaceCrops(String boxes, String by, String missing, double margin)
    implements Serializable {
  /** Of a set whose frames were taken as they are. */
  public static final FaceCrops NONE = new FaceCrops("", "", "", 0);

  /** Whether frames were taken as they are. */
  public boolean isNone() {
    return equals(NONE);
  }

  /** All of it as text, for hashing; empty if frames were taken as they are. */
  public String text() {
    return isNone()
        ? ""
        : Message.of(" boxes=%s by=%s missing-box=%s box-margin=%s", boxes, by, missing, margin);
  }
}
