package org.logoformer.jobs.bench.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig;
import org.logoformer.config.TrainConfig.Momentum;
import org.logoformer.config.TrainConfig.Outer;
import org.logoformer.config.TrainConfig.OuterKind;

/**
 * How often and how workers are averaged.
 *
 * @param frequency H, local steps between averages
 */
record Setting(int frequency, OuterKind outer, Momentum momentum) {
  /** The default around a frequency. */
  static Setting plain(int frequency) {
    return new Setting(frequency, OuterKind.NONE, Momentum.AVERAGE);
  }

  /** Of a training. */
  static Setting of(TrainConfig train) {
    return new Setting(train.averagingFrequency(), train.outer().kind(), train.momentum());
  }

  /** Every combination, by frequency. */
  static List<Setting> all(List<Integer> frequencies) {
    List<Setting> all = new ArrayList<>();
    for (int frequency : frequencies) {
      for (OuterKind outer : OuterKind.values()) {
        for (Momentum momentum : Momentum.values()) {
          all.add(new Setting(frequency, outer, momentum));
        }
      }
    }
    return all;
  }

  /** A configuration with this setting. */
  LogoConfig applied(LogoConfig base) {
    return base.with(arguments(base.train().outer()));
  }

  /**
   * The settings that make it.
   *
   * @param stepping has the learning rate and momentum of the outer optimiser
   */
  String[] arguments(Outer stepping) {
    Outer used = outer == OuterKind.NONE ? new Outer(outer, 1, 0) : stepping;
    return new String[] {
      "train.averaging-frequency=" + frequency,
      "train.outer.kind=" + lower(outer),
      "train.outer.lr=" + used.lr(),
      "train.outer.momentum=" + used.momentum(),
      "train.momentum=" + lower(momentum)
    };
  }

  @Override
  public String toString() {
    return "H=%d outer=%s momentum=%s".formatted(frequency, lower(outer), lower(momentum));
  }

  /** As the configuration writes it. */
  static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
