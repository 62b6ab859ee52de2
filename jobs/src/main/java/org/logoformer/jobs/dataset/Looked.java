package org.logoformer.jobs.dataset;

import java.io.Serializable;
import org.logoformer.quality.ClipLook;

/**
 * What came of looking at a stored clip.
 *
 * @param look null if it cannot be read
 * @param refusal why it cannot be read; empty if it can
 */
record Looked(ClipLook look, String refusal) implements Serializable {
  boolean isSound() {
    return refusal.isEmpty();
  }
}
