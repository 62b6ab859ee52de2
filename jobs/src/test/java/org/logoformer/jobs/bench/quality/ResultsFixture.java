package org.logoformer.jobs.bench.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.bench.quality.Choice.Normalisation;

/** Results of three seeds that were thought up: seeds differ by 0.1 and 0.2, noise is small. */
final class ResultsFixture {
  static final LogoConfig BASE =
      LogoConfig.of(
          "model.preset=tiny",
          "train.workers=4",
          "train.batch=8",
          "train.outer.lr=0.7",
          "train.outer.momentum=0.5");

  private ResultsFixture() {}

  /**
   * @param uar of the first seed; NaN diverges with the first seed only
   */
  static Results of(List<Integer> frequencies, Function<Choice, Double> uar) {
    List<Training> trainings = Training.all(BASE, frequencies, 3);
    List<Choice> choices = Choice.all(frequencies).stream().filter(Choice::isPooled).toList();
    List<Figures> figures = new ArrayList<>();
    for (int i = 0; i < trainings.size(); i++) {
      figures.add(figures(trainings.get(i), choices.get(i % choices.size()), uar));
    }
    return new Results(frequencies, Series.of(trainings, figures));
  }

  private static Figures figures(Training training, Choice choice, Function<Choice, Double> uar) {
    long seed = training.seed() - BASE.run().seed();
    double pooled = uar.apply(choice);
    double recalibrated = uar.apply(choice.with(Normalisation.RECALIBRATED));
    if (Double.isNaN(pooled)) {
      return seed == 0 ? Figures.diverged(1) : new Figures(0.5, 0.5, 0.4, 1, 1, 1);
    }
    // Small and different for each setting, so that no interval is a point.
    double noise = 0.002 * seed * Math.sin(training.what().hashCode());
    return new Figures(
        0.1 * seed + pooled + noise, 0.1 * seed + recalibrated - noise, 0.1, 1, 1, 1);
  }
}
