package org.logoformer.models.rnn;

import org.logoformer.kernels.Kernels.Cell;

/**
 * ResNet18 on single frames, its mean over each frame, and long short-term memory over frames: the
 * system called ResNet18 + LSTM in the comparisons of FERV39K (Wang et al., CVPR 2022) and
 * LOGO-Former.
 */
public final class ResNet18LstmKind extends ResNet18RnnKind {
  /** For the service loader. */
  public ResNet18LstmKind() {
    super(Cell.LSTM);
  }
}
