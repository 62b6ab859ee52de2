package org.logoformer.jobs.bench.step;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.logoformer.jobs.bench.measure.Footprint;

/** Memory of this process over the steps. */
final class MemorySamples {
  private final List<Double> steps = new ArrayList<>();
  private final Series resident = new Series("resident", new ArrayList<>());
  private final Series physical = new Series("javacpp-physical", new ArrayList<>());
  private final Series tracked = new Series("javacpp-total", new ArrayList<>());

  /** One quantity, in bytes at each sample. */
  record Series(String name, List<Double> bytes) {
    List<Double> megabytes() {
      return bytes.stream().map(b -> b / 1e6).toList();
    }
  }

  /** Looks at everything after {@code step}. */
  void take(int step) {
    System.gc();
    steps.add((double) step);
    resident.bytes().add((double) Footprint.resident());
    physical.bytes().add((double) Pointer.physicalBytes());
    tracked.bytes().add((double) Pointer.totalBytes());
  }

  /** The steps at which samples were taken. */
  List<Double> steps() {
    return steps;
  }

  List<Series> series() {
    return List.of(resident, physical, tracked);
  }

  /** Without the first tenth. */
  List<Double> afterWarmUp(Series series) {
    int all = series.bytes().size();
    return series.bytes().subList(all / 10, all);
  }
}
