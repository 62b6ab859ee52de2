package org.logoformer.models.logo;

import org.logoformer.config.WindowSize;
import org.logoformer.nn.SelfAttention;
import org.logoformer.tensor.Tensor;

/**
 * The cut of clips into non-overlapping windows: groups of L = f*h*w tokens in (t, y, x) order, R =
 * B * windows per clip of them.
 */
record Windows(Architecture architecture, WindowSize window, long clips)
    implements SelfAttention.Order {
  /** Windows of whole frames lie in memory as they are. */
  boolean contiguous() {
    return window.rows() == architecture.map().rows()
        && window.columns() == architecture.map().columns();
  }

  /** Strided, 8 dimensions. */
  @Override
  public Tensor cut(Tensor clipOrder) {
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

  @Override
  public Tensor uncut(Tensor windowOrder) {
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
