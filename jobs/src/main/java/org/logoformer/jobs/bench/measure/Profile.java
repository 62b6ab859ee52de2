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
    SectionTimes times = new SectionTimes();
    network.profiler(times);
    Map<Section, Map<Pass, List<Double>>> all = new LinkedHashMap<>();
    network.step();
    for (int i = 0; i < steps; i++) {
      times.reset();
      network.step();
      for (Section section : times.sections()) {
        for (Pass pass : Pass.values()) {
          all.computeIfAbsent(section, s -> new EnumMap<>(Pass.class))
              .computeIfAbsent(pass, p -> new ArrayList<>())
              .add(times.seconds(section, pass));
        }
      }
    }
    Map<Section, Map<Pass, Double>> medians = new LinkedHashMap<>();
    all.forEach(
        (section, passes) -> {
          Map<Pass, Double> of = new EnumMap<>(Pass.class);
          passes.forEach((pass, values) -> of.put(pass, Blocks.median(values)));
          medians.put(section, of);
        });
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
