package org.logoformer.models.logo;

import java.util.List;
import org.logoformer.config.ModelConfig;
import org.logoformer.nn.Blueprint;
import org.logoformer.nn.Layer;
import org.logoformer.nn.ResNet18;
import org.logoformer.nn.Scope;
import org.logoformer.nn.Stage;
import org.logoformer.tensor.Tensor;

/**
 * LOGO-Former (Ma, Sun, Li, ICASSP 2023): ResNet18 through layer3 on single frames, where clips
 * meet in batch normalisation, then a transformer in which they do not.
 */
public final class LogoFormer {
  private LogoFormer() {}

  /** The network of {@code config}. */
  public static Blueprint of(ModelConfig config) {
    Architecture a = new Architecture(config);
    return new Blueprint(
        a.frames(),
        a.size(),
        List.of(new BackboneStage(a), new TransformerStage(a)),
        "head",
        a.classes());
  }

  /** [B, F, h, w, 3] to [B*F, H, W, 4*width]. */
  private record BackboneStage(Architecture a) implements Stage {
    private static final int LAYERS = 3;

    @Override
    public String name() {
      return "backbone";
    }

    @Override
    public boolean clipByClip() {
      return false;
    }

    @Override
    public long[] shape(long... x) {
      return ResNet18.shape(a.width(), LAYERS, frames(x));
    }

    @Override
    public Layer build(Scope scope, Tensor x, Tensor y) {
      return new ResNet18(scope, x.reshape(frames(x.shape())), a.width(), LAYERS, y);
    }

    private static long[] frames(long... clips) {
      return new long[] {clips[0] * clips[1], clips[2], clips[3], clips[4]};
    }
  }

  /** [B*F, H, W, 4*width] to [B, d]. */
  private record TransformerStage(Architecture a) implements Stage {
    @Override
    public String name() {
      return "";
    }

    @Override
    public boolean clipByClip() {
      return true;
    }

    @Override
    public long[] shape(long... x) {
      return new long[] {x[0] / a.frames(), a.dim()};
    }

    @Override
    public Layer build(Scope scope, Tensor x, Tensor y) {
      return new Transformer(scope, a, x, y);
    }
  }
}
