package org.logoformer.models;

/**
 * Where a network looks at a clip last: an attention whose keys are regions of frames.
 *
 * @param path of the attention, as {@link org.logoformer.nn.AttentionWatcher} is told it
 * @param heads of it
 * @param queries that the classifier reads: the first ones
 * @param firstKey keys in front of the regions, such as CLS
 * @param frames of the grid of regions; perhaps fewer than a clip has
 * @param rows of it
 * @param columns of it
 */
public record AttentionGrid(
    String path, int heads, int queries, int firstKey, int frames, int rows, int columns) {
  /** How many regions there are. */
  public int regions() {
    return frames * rows * columns;
  }
}
