package org.logoformer.models.logo;

import org.logoformer.config.WindowSize;
import org.logoformer.tensor.Tensor;

/**
 * The cut of clips into non-overlapping windows. R = B * windows per clip rows of L = f*h*w tokens
 * in (t, y, x) order.
 */
record Windows(Architecture architecture, WindowSize window, long clips) {
  /** Windows of whole frames lie in memory as they are. */
  boolean contiguous() {
    return window.rows() == architecture.map().rows()
        && window.columns() == architecture.map().columns();
  }

  /** R. */
  long rows() {
    return clips * architecture.windows(window).tokens();
  }

  /** L. */
  long length() {
    return window.tokens();
  }

  /** A contiguous clip-ordered tensor [B, F*S, d], seen window by window: 8 dimensions, strided. */
  Tensor cut(Tensor clipOrder) {
    WindowSize n = architecture.windows(window);
    return clipOrder
        .reshape(
            clips,
            n.frames(),
            window.frames(),
            n.rows(),
            window.rows(),
            n.columns(),
            window.columns(),
            architecture.dim())
        .permute(0, 1, 3, 5, 2, 4, 6, 7);
  }

  /** A contiguous window-ordered tensor [R, L, d] in the shape of {@link #cut}. */
  Tensor uncut(Tensor windowOrder) {
    WindowSize n = architecture.windows(window);
    return windowOrder.reshape(
        clips,
        n.frames(),
        n.rows(),
        n.columns(),
        window.frames(),
        window.rows(),
        window.columns(),
        architecture.dim());
  }
}
