package org.logoformer.models.rnn;

import org.logoformer.config.Require;

/**
 * Block {@code model.resnet18-lstm}.
 *
 * @param width channels of the first ResNet18 layer
 * @param layers of long short-term memory
 * @param hidden width of each
 * @param readout what is classified
 */
public record ResNet18LstmConfig(int width, int layers, int hidden, Readout readout) {
  private static final String BLOCK = "model.resnet18-lstm.";

  public ResNet18LstmConfig {
    Require.within(BLOCK + "width", width, 1, 4096);
    Require.within(BLOCK + "layers", layers, 1, 64);
    Require.within(BLOCK + "hidden", hidden, 1, 32_768);
  }
}
