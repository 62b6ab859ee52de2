package org.logoformer.models.rnn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.logoformer.kernels.Kernels.Cell;
import org.logoformer.models.MapMean;
import org.logoformer.nn.Layer;
import org.logoformer.nn.Recurrent;
import org.logoformer.nn.Scope;
import org.logoformer.nn.Stage;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/** [B, F, C] to [B, hidden]: layers of recurrence, and what is read of the last. */
record RecurrentStage(Cell cell, int layers, int hidden, Readout readout) implements Stage {
  @Override
  public String name() {
    return name(cell);
  }

  static String name(Cell cell) {
    return cell.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean clipByClip() {
    return true;
  }

  @Override
  public long[] shape(long... x) {
    return new long[] {x[0], hidden};
  }

  @Override
  public Layer build(Scope scope, Tensor x, Tensor y) {
    return new Recurrence(scope, x, y);
  }

  private final class Recurrence extends Layer {
    private final Tensor x;
    private final List<Recurrent> parts = new ArrayList<>();
    private final MapMean mean;

    Recurrence(Scope scope, Tensor x, Tensor y) {
      super(scope);
      this.x = x;
      Tensor input = x;
      for (int i = 0; i < layers; i++) {
        Recurrent layer = thenPart(cell.name(), new Recurrent(scope, cell, i, input, hidden));
        parts.add(layer);
        input = layer.y();
      }
      Tensor states = input;
      long frames = states.size(1);
      if (readout == Readout.LAST) {
        this.mean = null;
        then(kernels().copy(states.slice(1, frames - 1, frames), row(y)));
      } else {
        this.mean = thenPart(new MapMean(scope, image(states), y));
      }
    }

    /** [B, h] as [B, 1, h]. */
    private static Tensor row(Tensor y) {
      return y.reshape(y.size(0), 1, y.size(1));
    }

    /** [B, F, h] as [B, F, 1, h]. */
    private static Tensor image(Tensor steps) {
      return steps.reshape(steps.size(0), steps.size(1), 1, steps.size(2));
    }

    @Override
    public void differentiate(Tensor dy, Tensor dx) {
      Arena.Mark mark = scope().mark();
      Tensor d = scope().allocate(x.size(0), x.size(1), hidden);
      if (mean == null) {
        long frames = d.size(1);
        back(kernels().zero(d));
        back(kernels().copy(row(dy), d.slice(1, frames - 1, frames)));
      } else {
        backPart(mean).differentiate(dy, image(d));
      }
      for (int i = parts.size() - 1; i >= 0; i--) {
        Tensor below = i == 0 ? dx : scope().allocate(x.size(0), x.size(1), hidden);
        backPart(cell.name(), parts.get(i)).differentiate(d, below);
        d = below;
      }
      scope().release(mark);
    }
  }
}
