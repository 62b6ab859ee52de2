package org.logoformer.jobs.bench.measure;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.logoformer.profile.Pass;
import org.logoformer.profile.Section;
import org.logoformer.profile.SectionTimes;

/**
 * Where the time of a step goes.
 *
 * @param seconds median over steps by section and pass, both passes of SAM together
 */
public record Profile(Map<Section, Map<Pass, Double>> seconds) {

  /** Profiles {@code steps} steps after one that is not counted. */
  public static Profile of(BenchNetwork network, int steps) {
    network.step();
    List<SectionTimes> taken = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      SectionTimes times = new SectionTimes();
      network.profiler(times);
      network.step();
      taken.add(times);
    }
    Map<Section, Map<Pass, Double>> medians = new LinkedHashMap<>();
    for (Section section : taken.get(0).sections()) {
      Map<Pass, Double> passes = new EnumMap<>(Pass.class);
      for (Pass pass : Pass.values()) {
        passes.put(pass, Blocks.median(taken.stream().map(t -> t.seconds(section, pass)).toList()));
      }
      medians.put(section, passes);
    }
    return new Profile(medians);
  }

  /** In the order of the step. */
  public Set<Section> sections() {
    return seconds.keySet();
  }

  /** Of one pass through a section; 0 if it was not seen. */
  public double seconds(Section section, Pass pass) {
    return seconds.getOrDefault(section, Map.of()).getOrDefault(pass, 0.0);
  }

  /** Of all passes through a section. */
  public double seconds(Section section) {
    return seconds.getOrDefault(section, Map.of()).values().stream()
        .mapToDouble(Double::doubleValue)
        .sum();
  }

  /** Of all sections. */
  public double total() {
    return seconds.keySet().stream().mapToDouble(this::seconds).sum();
  }
}
