package org.logoformer.jobs.sweep.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.hadoop.fs.FileSystem;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.DataException;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.jobs.sweep.space.Space;

/**
 * Everything the page tells about a sweep.
 *
 * @param name of its folder
 * @param trials best first
 * @param retrained trials of {@code --retrain}, best first
 * @param axes that were searched
 * @param config empty where an earlier version kept none
 */
record SweepRecord(
    String name,
    List<TrialRow> trials,
    List<TrialRow> retrained,
    List<SearchedAxis> axes,
    Optional<LogoConfig> config) {
  /**
   * What a sweep left.
   *
   * @throws DataException if a file is broken
   */
  static SweepRecord read(FileSystem files, RunFolder sweep) throws IOException {
    String text =
        RunFolder.text(files, sweep.sweep())
            .orElseThrow(
                () -> new DataException("There is no sweep in %s".formatted(sweep.folder())));
    List<TrialRow> rows;
    try {
      JsonNode all = new ObjectMapper().readTree(text);
      rows = StreamSupport.stream(all.spliterator(), false).map(TrialRow::of).toList();
    } catch (IOException | StringIndexOutOfBoundsException e) {
      throw new DataException(
          "%s is not what 'logo sweep' writes (%s): run the sweep again, which trains nothing twice"
              .formatted(sweep.sweep(), e.getMessage()),
          e);
    }
    Optional<LogoConfig> config =
        RunFolder.text(files, sweep.sweepConfig())
            .map(c -> LogoConfig.parse(c, sweep.sweepConfig().toString()));
    Map<Boolean, List<TrialRow>> parts =
        rows.stream()
            .collect(Collectors.partitioningBy(t -> t.name().startsWith(SweepPage.RETRAINED)));
    List<TrialRow> trials = parts.get(false);
    // A value that no run can have, such as a text among numbers, must not set the scale.
    List<TrialRow> legal = trials.stream().filter(t -> !t.is("illegal")).toList();
    return new SweepRecord(
        sweep.folder().getName(),
        trials,
        parts.get(true),
        SearchedAxis.of(legal, config.map(c -> Space.scales(c.sweep())).orElse(Map.of())),
        config);
  }

  long count(String state) {
    return trials.stream().filter(t -> t.is(state)).count();
  }

  /** The trials that were tested, best first. */
  List<TrialRow> scored() {
    return trials.stream().filter(t -> !Double.isNaN(t.uar())).toList();
  }

  /**
   * After how many epochs most trials were tested, the later of equals: what compares them. Empty
   * if all that were tested have finished, and their last test compares them.
   */
  Optional<Integer> comparable() {
    if (scored().stream().allMatch(t -> t.is("finished"))) {
      return Optional.empty();
    }
    Map<Integer, Long> tests =
        trials.stream()
            .map(TrialRow::scores)
            .map(NavigableMap::keySet)
            .flatMap(s -> s.stream())
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    return tests.entrySet().stream()
        .max(Map.Entry.<Integer, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey);
  }
}
