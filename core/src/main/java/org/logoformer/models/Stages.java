package org.logoformer.models;

import java.util.function.UnaryOperator;
import org.logoformer.nn.Layer;
import org.logoformer.nn.Scope;
import org.logoformer.nn.Stage;
import org.logoformer.tensor.Tensor;

/** Stages that are one layer each. */
public final class Stages {
  private Stages() {}

  private record OneLayer(
      String name,
      String title,
      boolean clipByClip,
      UnaryOperator<long[]> result,
      Layer.Builder builder)
      implements Stage {
    @Override
    public long[] shape(long... x) {
      return result.apply(x);
    }

    @Override
    public Layer build(Scope scope, Tensor x, Tensor y) {
      return builder.build(scope, x, y);
    }
  }

  /** [B, F, h, w, 3] as [B*F, h, w, 3]. */
  public static Tensor frames(Tensor clips) {
    return clips.reshape(
        clips.size(0) * clips.size(1), clips.size(2), clips.size(3), clips.size(4));
  }

  /**
   * A stage that takes a batch as a whole.
   *
   * @param shape of the result for that of the input
   */
  public static Stage ofBatch(
      String name, String title, UnaryOperator<long[]> shape, Layer.Builder builder) {
    return new OneLayer(name, title, false, shape, builder);
  }

  /**
   * A stage in which no clip's result depends on another clip.
   *
   * @param shape of the result for that of the input
   */
  public static Stage ofClips(
      String name, String title, UnaryOperator<long[]> shape, Layer.Builder builder) {
    return new OneLayer(name, title, true, shape, builder);
  }
}
