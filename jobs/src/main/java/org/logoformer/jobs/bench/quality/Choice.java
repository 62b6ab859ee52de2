package org.logoformer.jobs.bench.quality;

import java.util.ArrayList;
import java.util.List;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig.Momentum;
import org.logoformer.config.TrainConfig.Outer;
import org.logoformer.config.TrainConfig.OuterKind;
import org.logoformer.jobs.bench.measure.Spelling;

/**
 * How often and how workers are averaged, and how the outcome is tested.
 *
 * @param frequency H, local steps between averages
 */
record Choice(int frequency, OuterKind outer, Momentum momentum, Normalisation normalisation) {
  /** Where the BatchNorm statistics of a test come from. */
  enum Normalisation {
    /** Kept while training and pooled over the workers. */
    POOLED,
    /** Made anew from training clips before the test. */
    RECALIBRATED
  }

  /** The defaults at a frequency. */
  static Choice plain(int frequency) {
    return new Choice(frequency, OuterKind.NONE, Momentum.AVERAGE, Normalisation.POOLED);
  }

  /** Every combination, by frequency. */
  static List<Choice> all(List<Integer> frequencies) {
    List<Choice> all = new ArrayList<>();
    for (int frequency : frequencies) {
      for (OuterKind outer : OuterKind.values()) {
        for (Momentum momentum : Momentum.values()) {
          for (Normalisation normalisation : Normalisation.values()) {
            all.add(new Choice(frequency, outer, momentum, normalisation));
          }
        }
      }
    }
    return all;
  }

  /** Whether the test is that of the network as it was trained. */
  boolean isPooled() {
    return normalisation == Normalisation.POOLED;
  }

  Choice with(OuterKind other) {
    return new Choice(frequency, other, momentum, normalisation);
  }

  Choice with(Momentum other) {
    return new Choice(frequency, outer, other, normalisation);
  }

  Choice with(Normalisation other) {
    return new Choice(frequency, outer, momentum, other);
  }

  /** Names the trainings that are tested; those with other BatchNorm statistics are the same. */
  String training() {
    return "H=%d outer=%s momentum=%s"
        .formatted(frequency, Spelling.of(outer), Spelling.of(momentum));
  }

  /**
   * The settings of these trainings.
   *
   * @param stepping has the learning rate and momentum of the outer optimiser
   */
  String[] arguments(Outer stepping) {
    Outer used = outer == OuterKind.NONE ? new Outer(outer, 1, 0) : stepping;
    return new String[] {
      "train.averaging-frequency=" + frequency,
      "train.outer.kind=" + Spelling.of(outer),
      "train.outer.lr=" + used.lr(),
      "train.outer.momentum=" + used.momentum(),
      "train.momentum=" + Spelling.of(momentum)
    };
  }

  /** A configuration with these settings. */
  LogoConfig applied(LogoConfig base) {
    return base.with(arguments(base.train().outer()));
  }
}
