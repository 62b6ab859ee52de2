package org.logoformer.jobs.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.SweepConfig;
import org.logoformer.config.SweepConfig.Search;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.sweep.space.Space;
import org.logoformer.train.resume.ConfigDrift;

/** The trials that a configuration asks for. */
final class Trials {
  private static final String EPOCHS = "train.epochs";

  private Trials() {}

  /**
   * The trials of a sweep in order, checked before the first one runs. A draw is known by its
   * number; a point of the grid by its values, and gets the next number that is free.
   *
   * @param folders in which trials may have begun
   * @throws ConfigException if the grid has a point that no run can have, or two that train the
   *     same; if the space is not one; if there is neither or both
   */
  static List<Trial> of(LogoConfig sweep, TrialFolders folders) {
    return ofSpace(sweep) ? drawn(sweep) : points(sweep, folders);
  }

  private static boolean ofSpace(LogoConfig config) {
    SweepConfig sweep = config.sweep();
    Search search = sweep.search();
    boolean grid = !sweep.grid().isEmpty();
    boolean space = !sweep.space().isEmpty();
    if (search == Search.GRID && !grid) {
      throw new ConfigException(
          space
              ? "sweep.space is searched by sweep.search = random, asha or hyperband, not by grid: set sweep.search"
              : "sweep.grid is empty: give it an axis such as sweep.grid=[\"optimiser.lr = 0.01, 0.03\"], or sweep.search and sweep.space");
    }
    if (search == Search.RANDOM && !space) {
      throw new ConfigException(
          "sweep.search = random draws from sweep.space, which is empty: give it an axis such as sweep.space=[\"optimiser.lr = log-uniform(1e-3, 1e-1)\"]");
    }
    if (!grid && !space) {
      throw new ConfigException(
          "sweep.search = %s needs sweep.space, or sweep.grid"
              .formatted(search.name().toLowerCase(Locale.ROOT)));
    }
    if (search != Search.GRID && grid && space) {
      throw new ConfigException(
          "sweep.grid and sweep.space are both given, and sweep.search = %s takes one of them: set sweep.grid=[]"
              .formatted(search.name().toLowerCase(Locale.ROOT)));
    }
    return search != Search.GRID && space;
  }

  private static List<Trial> drawn(LogoConfig sweep) {
    Space space = Space.of(sweep);
    requireNotSearched(sweep, space.keys());
    List<Trial> trials = new ArrayList<>();
    List<Optional<List<String>>> draws = space.draws(sweep.run().seed(), sweep.sweep().trials());
    for (int i = 0; i < draws.size(); i++) {
      String name = name(i + 1);
      trials.add(
          draws
              .get(i)
              .map(settings -> drawn(sweep, name, settings))
              .orElseGet(
                  () ->
                      Trial.refused(
                          sweep,
                          name,
                          List.of(),
                          "sweep.space has no values that no trial before has: lower sweep.trials")));
    }
    return trials;
  }

  /** That two values are illegal together is found out by who draws them. */
  private static Trial drawn(LogoConfig sweep, String name, List<String> settings) {
    try {
      return Trial.of(sweep, name, settings);
    } catch (ConfigException e) {
      return Trial.refused(sweep, name, settings, e.getMessage());
    }
  }

  private static List<Trial> points(LogoConfig sweep, TrialFolders folders) {
    requireNotSearched(sweep, sweep.sweep().keys());
    List<Trial> named = new ArrayList<>();
    for (List<String> settings : sweep.sweep().combinations()) {
      named.add(Trial.of(sweep, "trial", settings));
    }
    requireDifferent(named);
    List<Optional<Trial>> begun = named.stream().map(folders::find).toList();
    UnaryOperator<Trial> numbered = numbering(folders);
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < named.size(); i++) {
      Trial trial = named.get(i);
      trials.add(begun.get(i).orElseGet(() -> numbered.apply(trial)));
    }
    return trials;
  }

  private static UnaryOperator<Trial> numbering(TrialFolders folders) {
    int[] last = {0};
    return trial -> {
      do {
        last[0]++;
      } while (folders.has(name(last[0])));
      return trial.in(name(last[0]));
    };
  }

  private static String name(int number) {
    return String.format(Locale.ROOT, "trial-%03d", number);
  }

  private static void requireNotSearched(LogoConfig sweep, List<String> keys) {
    Search search = sweep.sweep().search();
    if ((search == Search.ASHA || search == Search.HYPERBAND) && keys.contains(EPOCHS)) {
      throw new ConfigException(
          "sweep.search = %s decides how many epochs a trial trains: %s cannot be searched"
              .formatted(search.name().toLowerCase(Locale.ROOT), EPOCHS));
    }
  }

  private static void requireDifferent(List<Trial> trials) {
    for (int i = 0; i < trials.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (ConfigDrift.changes(trials.get(j).config(), trials.get(i).config()).isEmpty()) {
          throw new ConfigException(
              "sweep.grid has trials that train the same: %s and %s. Give each value once, and no axis to a key that training does not depend on"
                  .formatted(trials.get(j).settings(), trials.get(i).settings()));
        }
      }
    }
  }
}
