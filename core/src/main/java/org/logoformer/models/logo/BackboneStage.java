package org.logoformer.models.logo;

import org.logoformer.nn.Layer;
import org.logoformer.nn.ResNet18;
import org.logoformer.nn.ResNetEntry;
import org.logoformer.nn.Scope;
import org.logoformer.nn.Stage;
import org.logoformer.tensor.Tensor;

/** [B, F, h, w, 3] to [B*F, H, W, 4*width]. */
record BackboneStage(Architecture a) implements Stage {
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
    return ResNet18.shape(ResNetEntry.IMAGES, a.width(), LAYERS, frames(x));
  }

  @Override
  public Layer build(Scope scope, Tensor x, Tensor y) {
    return new ResNet18(
        scope, ResNetEntry.IMAGES, x.reshape(frames(x.shape())), a.width(), LAYERS, y);
  }

  private static long[] frames(long... clips) {
    return new long[] {clips[0] * clips[1], clips[2], clips[3], clips[4]};
  }
}
