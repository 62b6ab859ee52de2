package org.logoformer.models.rnn;

import org.logoformer.config.Require;

/**
 * Block {@code model.vgg13-lstm}.
 *
 * @param width channels of the first layer
 * @param norm what is behind each convolution
 * @param frame what becomes of the map of a frame
 * @param streams 1: frames; 2: frames and their differences as well
 * @param layers of long short-term memory
 * @param hidden width of each
 * @param readout what is classified
 */
public record Vgg13LstmConfig(
    int width, Norm norm, Frame frame, int streams, int layers, int hidden, Readout readout) {
  private static final String BLOCK = "model.vgg13-lstm.";

  /** Behind a convolution, in front of its ReLU. */
  public enum Norm {
    /** Batch normalisation: torchvision's vgg13_bn. */
    BATCH,
    /** Nothing: torchvision's vgg13. */
    NONE
  }

  /** From the map of a frame to its features. */
  public enum Frame {
    /** VGG's two hidden linear layers, 64 times as wide as the first convolution. */
    FC,
    /** The mean over the map. */
    MEAN
  }

  public Vgg13LstmConfig {
    Require.within(BLOCK + "width", width, 1, 4096);
    Require.within(BLOCK + "streams", streams, 1, 2);
    Require.within(BLOCK + "layers", layers, 1, 64);
    Require.within(BLOCK + "hidden", hidden, 1, 32_768);
  }
}
