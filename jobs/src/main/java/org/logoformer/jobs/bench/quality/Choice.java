package org.logoformer.jobs.bench.quality;

import java.util.List;
import java.util.stream.Stream;
import org.logoformer.config.TrainConfig.Momentum;
import org.logoformer.config.TrainConfig.OuterKind;

/** A setting, and the BatchNorm statistics that its networks are tested with. */
record Choice(Setting setting, Normalisation normalisation) {
  /** Where the statistics come from. */
  enum Normalisation {
    /** Kept while training and pooled over the workers. */
    POOLED,
    /** Made anew from training clips before the test. */
    RECALIBRATED
  }

  /** What the settings default to at a frequency. */
  static Choice plain(int frequency) {
    return new Choice(Setting.plain(frequency), Normalisation.POOLED);
  }

  /** Every combination, by frequency. */
  static List<Choice> all(List<Integer> frequencies) {
    return Setting.all(frequencies).stream()
        .flatMap(s -> Stream.of(Normalisation.values()).map(n -> new Choice(s, n)))
        .toList();
  }

  int frequency() {
    return setting.frequency();
  }

  Choice with(OuterKind outer) {
    return new Choice(new Setting(setting.frequency(), outer, setting.momentum()), normalisation);
  }

  Choice with(Momentum momentum) {
    return new Choice(new Setting(setting.frequency(), setting.outer(), momentum), normalisation);
  }

  Choice with(Normalisation other) {
    return new Choice(setting, other);
  }

  @Override
  public String toString() {
    return setting + " batch-norm=" + Setting.lower(normalisation);
  }
}
