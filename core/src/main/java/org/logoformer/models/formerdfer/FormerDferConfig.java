package org.logoformer.models.formerdfer;

import org.logoformer.config.Require;

/**
 * Block {@code model.former-dfer}.
 *
 * @param width channels of the first ResNet18 layer
 * @param spatial over the places of a frame behind the third layer, 4*width wide
 * @param temporal over frames, 8*width wide
 */
public record FormerDferConfig(int width, Encoder spatial, Encoder temporal) {
  private static final String BLOCK = "model.former-dfer.";

  /**
   * Layers of a transformer.
   *
   * @param depth how many
   * @param heads of attention
   * @param hidden width of the MLP
   */
  public record Encoder(int depth, int heads, int hidden) {
    private void require(String block, int width) {
      Require.within(block + ".depth", depth, 1, 1024);
      Require.within(block + ".heads", heads, 1, 32_768);
      Require.within(block + ".hidden", hidden, 1, 1 << 20);
      Require.that(
          width % heads == 0, block + ".heads", heads, "must divide the width of " + width);
    }
  }

  public FormerDferConfig {
    Require.within(BLOCK + "width", width, 1, 4096);
    spatial.require(BLOCK + "spatial", 4 * width);
    temporal.require(BLOCK + "temporal", 8 * width);
  }
}
