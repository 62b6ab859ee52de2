package org.logoformer.models.rnn;

import java.util.ArrayList;
import java.util.List;
import org.logoformer.nn.Layer;
import org.logoformer.nn.Scope;
import org.logoformer.nn.Stage;
import org.logoformer.tensor.Tensor;

/**
 * A stage twice, with parameters of its own each time, the results side by side in the last
 * dimension. The names of the second one's parameters begin with {@code motion} in the stage.
 */
record TwoStreams(Stage one, Second second) implements Stage {
  private static final int STREAMS = 2;

  /** What the second stage reads. */
  enum Second {
    /** The input [B, F, ..], each frame less the one before; the first frame less itself. */
    CHANGES,
    /** The second half of the input's last dimension, the first stage the first half. */
    OTHER_HALF
  }

  @Override
  public String name() {
    return one.name();
  }

  @Override
  public boolean clipByClip() {
    return one.clipByClip();
  }

  @Override
  public long[] shape(long... x) {
    long[] in = x.clone();
    if (second == Second.OTHER_HALF) {
      in[in.length - 1] /= STREAMS;
    }
    long[] y = one.shape(in);
    y[y.length - 1] *= STREAMS;
    return y;
  }

  @Override
  public Layer build(Scope scope, Tensor x, Tensor y) {
    return new Both(scope, x, y);
  }

  private final class Both extends Layer {
    private final List<Layer> streams = new ArrayList<>();

    Both(Scope scope, Tensor x, Tensor y) {
      super(scope);
      for (int i = 0; i < STREAMS; i++) {
        Tensor half = half(y, i);
        Tensor own = scope.allocate(half.shape());
        Scope inner = scope.in(i == 0 ? "" : "motion");
        Tensor in = second == Second.OTHER_HALF ? half(x, i) : i == 0 ? x : changes(x);
        streams.add(thenPart(one.build(inner, in, own)));
        then(kernels().copy(own, half));
      }
    }

    private static Tensor half(Tensor t, int i) {
      int last = t.rank() - 1;
      long size = t.size(last) / STREAMS;
      return t.slice(last, i * size, (i + 1) * size);
    }

    private Tensor changes(Tensor clips) {
      Tensor changes = scope().allocateLike(clips);
      long frames = clips.size(1);
      then(kernels().zero(changes.slice(1, 0, 1)));
      if (frames > 1) {
        then(
            kernels()
                .subtract(
                    clips.slice(1, 1, frames),
                    clips.slice(1, 0, frames - 1),
                    changes.slice(1, 1, frames)));
      }
      return changes;
    }

    /**
     * @param dx null where the second stage reads changes: clips have no gradient
     */
    @Override
    public void differentiate(Tensor dy, Tensor dx) {
      for (int i = 0; i < STREAMS; i++) {
        Tensor half = half(dy, i);
        Tensor own = scope().allocate(half.shape());
        back(kernels().copy(half, own));
        backPart(streams.get(i)).differentiate(own, dx == null ? null : half(dx, i));
      }
    }
  }
}
