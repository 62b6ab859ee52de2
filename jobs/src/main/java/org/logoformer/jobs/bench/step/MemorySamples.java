package org.logoformer.jobs.bench.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.logoformer.jobs.bench.measure.Footprint;

/**
 * Memory of this process over the steps.
 *
 * @param steps after which it was looked at
 * @param megabytes then, by what holds them
 */
record MemorySamples(List<Double> steps, Map<String, List<Double>> megabytes) {
  /** None yet. */
  MemorySamples() {
    this(new ArrayList<>(), new LinkedHashMap<>());
  }

  /** Looks at everything after {@code step}. */
  void take(int step) {
    System.gc();
    steps.add((double) step);
    add("resident", Footprint.resident());
    add("javacpp-physical", Pointer.physicalBytes());
    add("javacpp-total", Pointer.totalBytes());
  }

  private void add(String name, long bytes) {
    megabytes.computeIfAbsent(name, n -> new ArrayList<>()).add(bytes / 1e6);
  }
}
