package org.logoformer.jobs.run;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.logoformer.train.metrics.EpochPoint;

/** By which rule the epoch is chosen whose test is called the result of a run. */
public enum Protocol {
  /** No choice at all. */
  LAST("last epoch"),
  /** The choice of published results: the test set says which epoch it likes best. */
  BEST_ON_TEST("best epoch on test"),
  /** The highest UAR on training clips that were held out. */
  BEST_ON_VALIDATION("best epoch on validation");

  private final String label;

  Protocol(String label) {
    this.label = label;
  }

  /** For people. */
  public String label() {
    return label;
  }

  /** In files, such as {@code best-on-test}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<Protocol> of(String key) {
    return List.of(values()).stream().filter(p -> p.key().equals(key)).findFirst();
  }

  /** The epoch it chooses among those that were tested; of equal ones the newest. */
  public Optional<EpochPoint> choose(List<EpochPoint> epochs) {
    ToDoubleFunction<EpochPoint> by =
        switch (this) {
          case LAST -> EpochPoint::epoch;
          case BEST_ON_TEST -> EpochPoint::uar;
          case BEST_ON_VALIDATION -> EpochPoint::validationUar;
        };
    return epochs.stream()
        .filter(e -> !Double.isNaN(e.uar()) && !Double.isNaN(by.applyAsDouble(e)))
        .max(Comparator.comparingDouble(by).thenComparingInt(EpochPoint::epoch));
  }
}
