package org.logoformer.prep;

import java.io.Serializable;

/**
 * What lies on disk of a listed clip; published lists disagree with it.
 *
 * @param frames image files; -1 if the folder is missing
 * @param bytes of all of them
 */
record Scan(int frames, long bytes) implements Serializable {
  static final Scan MISSING = new Scan(-1, 0);
}
