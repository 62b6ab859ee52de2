package org.logoformer.models.rnn;

import org.logoformer.kernels.Kernels.Cell;

/**
 * ResNet18 on single frames, its mean over each frame, and gated recurrent units over frames: the
 * system called ResNet18 + GRU in the comparisons of Former-DFER (Zhao and Liu, 2021) and
 * LOGO-Former on DFEW.
 */
public final class ResNet18GruKind extends ResNet18RnnKind {
  /** For the service loader. */
  public ResNet18GruKind() {
    super(Cell.GRU);
  }
}
