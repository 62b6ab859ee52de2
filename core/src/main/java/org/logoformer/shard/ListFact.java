package org.logoformer.shard;

import java.io.Serializable;
import java.util.Map;

/**
 * What a list says of a clip beside its class and split.
 *
 * @param clip its id
 * @param subject the person or the film it is of; empty if the list does not say
 * @param frames how many it has; 0 if the list does not say
 */
public record ListFact(String clip, String subject, int frames) implements Serializable {
  /**
   * Whether the list says another number of frames than the clip is stored with, which are those
   * that lay on disk.
   *
   * @param stored by id; clips that are not in it are not counted
   */
  public boolean isMiscounted(Map<String, ClipRecord> stored) {
    ClipRecord record = stored.get(clip);
    return frames > 0 && record != null && record.frames() != frames;
  }
}
