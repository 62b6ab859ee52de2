package org.logoformer.model;

import org.logoformer.tensor.Tensor;

/**
 * The cut of clips into non-overlapping windows. R = B * windows per clip rows of L = f*h*w tokens
 * in (t, y, x) order.
 */
final class Windows {
  private final Extent map;
  private final Extent window;
  private final long clips;
  private final long dim;

  Windows(Architecture architecture, long clips) {
    this.map = architecture.map();
    this.window = architecture.window();
    this.clips = clips;
    this.dim = architecture.dim();
  }

  /** Windows of whole frames lie in memory as they are. */
  boolean contiguous() {
    return window.rows() == map.rows() && window.columns() == map.columns();
  }

  /** R. */
  long rows() {
    return clips * map.dividedBy(window).volume();
  }

  /** L. */
  long length() {
    return window.volume();
  }

  /** A contiguous clip-ordered tensor [B, F*S, d], seen window by window: 8 dimensions, strided. */
  Tensor cut(Tensor clipOrder) {
    Extent n = map.dividedBy(window);
    return clipOrder
        .reshape(
            clips,
            n.frames(),
            window.frames(),
            n.rows(),
            window.rows(),
            n.columns(),
            window.columns(),
            dim)
        .permute(0, 1, 3, 5, 2, 4, 6, 7);
  }

  /** A contiguous window-ordered tensor [R, L, d] in the shape of {@link #cut}. */
  Tensor uncut(Tensor windowOrder) {
    Extent n = map.dividedBy(window);
    return windowOrder.reshape(
        clips,
        n.frames(),
        n.rows(),
        n.columns(),
        window.frames(),
        window.rows(),
        window.columns(),
        dim);
  }
}
