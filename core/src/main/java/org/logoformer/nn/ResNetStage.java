package org.logoformer.nn;

import org.logoformer.tensor.Tensor;

/**
 * Clips [B, F, h, w, 3] to feature maps [B*F, H, W, C]: some layers of ResNet18 on single frames.
 *
 * @param name prefix of the names of its parameters
 * @param title of the maps
 * @param width channels of the first layer
 * @param layers how many of the four
 */
public record ResNetStage(String name, String title, int width, int layers) implements Stage {
  @Override
  public boolean clipByClip() {
    return false;
  }

  @Override
  public long[] shape(long... x) {
    return ResNet18.shape(ResNetEntry.IMAGES, width, layers, frames(x));
  }

  @Override
  public Layer build(Scope scope, Tensor x, Tensor y) {
    return new ResNet18(scope, ResNetEntry.IMAGES, x.reshape(frames(x.shape())), width, layers, y);
  }

  private static long[] frames(long... clips) {
    return new long[] {clips[0] * clips[1], clips[2], clips[3], clips[4]};
  }
}
