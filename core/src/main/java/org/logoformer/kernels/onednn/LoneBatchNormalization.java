package org.logoformer.kernels.onednn;

import java.util.function.Supplier;
import org.logoformer.kernels.Kernels.BatchNormalization;
import org.logoformer.kernels.Op;
import org.logoformer.tensor.Tensor;

/**
 * Batch normalisation of a small tensor, by one thread. Several threads meet in the middle of the
 * primitive and wait for each other without giving up their cores: the tenth of a millisecond that
 * a second one saves is lost a hundred times over when something else runs on its core.
 */
final class LoneBatchNormalization implements BatchNormalization {
  private static final long MOST_ELEMENTS = 1 << 19;

  private final Team team;
  private final BatchNormalization made;

  LoneBatchNormalization(Team team, Supplier<BatchNormalization> making) {
    this.team = team;
    this.made = team.madeAlone(making);
  }

  /** Whether {@code x} is small, and there are threads to wait for. */
  static boolean serves(Team team, Tensor x) {
    return team.size() > 1 && x.length() <= MOST_ELEMENTS;
  }

  @Override
  public Op train() {
    return alone(made.train());
  }

  @Override
  public Op updateRunning() {
    return alone(made.updateRunning());
  }

  @Override
  public Op gradient(Tensor dy, Tensor dx, Tensor dScale, Tensor dShift) {
    return alone(team.madeAlone(() -> made.gradient(dy, dx, dScale, dShift)));
  }

  private Op alone(Op op) {
    return () -> team.alone(op::run);
  }
}
