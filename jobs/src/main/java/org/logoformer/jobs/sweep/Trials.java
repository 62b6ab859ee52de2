package org.logoformer.jobs.sweep;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
  private static final String USED_UP =
      "sweep.space has no values that no trial before has: lower sweep.trials";

  private Trials() {}

  /**
   * The trials of a sweep in order. One that no run can have is among them, refused with its
   * reason: it is recorded and never trained. A draw is known by its number, and keeps its values
   * once it has begun; a point of the grid is known by its values, and gets the next number that is
   * free.
   *
   * @param folders in which trials may have begun
   * @throws ConfigException for what is wrong for every trial, such as a key that is misspelt; if
   *     two trials train the same; if the space is not one; if there is neither or both
   */
  static List<Trial> of(LogoConfig sweep, TrialFolders folders) {
    List<Trial> trials = ofSpace(sweep) ? drawn(sweep, folders) : points(sweep, folders);
    if (trials.stream().noneMatch(Trial::isLegal)) {
      throw new ConfigException("No trial is legal: " + trials.get(0).refusal());
    }
    return trials;
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

  private static List<Trial> drawn(LogoConfig sweep, TrialFolders folders) {
    Space space = Space.of(sweep);
    requireNotSearched(sweep, space.keys());
    int count = sweep.sweep().trials();
    Map<Integer, List<String>> begun = new HashMap<>();
    for (int number = 1; number <= count; number++) {
      int k = number;
      folders.begunWith(name(k)).ifPresent(settings -> begun.put(k, settings));
    }
    List<Trial> trials = new ArrayList<>();
    for (Optional<List<String>> draw : space.draws(sweep.run().seed(), count, begun)) {
      String name = name(trials.size() + 1);
      trials.add(
          draw.map(settings -> checked(sweep, name, settings))
              .orElseGet(() -> Trial.refused(sweep, name, List.of(), USED_UP)));
    }
    return trials;
  }

  /** The trial of these settings, refused if no run can have them. */
  static Trial checked(LogoConfig sweep, String name, List<String> settings) {
    try {
      return Trial.of(sweep, name, settings);
    } catch (ConfigException e) {
      return Trial.refused(sweep, name, settings, e.getMessage());
    }
  }

  private static List<Trial> points(LogoConfig sweep, TrialFolders folders) {
    requireNotSearched(sweep, sweep.sweep().keys());
    List<Trial> points =
        sweep.sweep().combinations().stream().map(s -> checked(sweep, "trial", s)).toList();
    requireDifferent(points.stream().filter(Trial::isLegal).toList());
    UnaryOperator<Trial> numbered = numbering(folders);
    List<Trial> trials = new ArrayList<>();
    for (Trial point : points) {
      trials.add(folders.find(point).orElseGet(() -> numbered.apply(point)));
    }
    return trials;
  }

  private static UnaryOperator<Trial> numbering(TrialFolders folders) {
    int[] last = {0};
    return trial -> {
      do {
        last[0]++;
      } while (folders.isTaken(name(last[0])));
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
