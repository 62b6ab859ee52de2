package org.logoformer.jobs.rounds;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.logoformer.config.TrainConfig.Exact;
import org.logoformer.error.ClusterException;
import org.logoformer.train.round.WorkerReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks that a worker computes the same bits wherever it runs: its {@link
 * org.logoformer.train.source.NetworkSource#probe probe} must be the same in all rounds, also after
 * a resume.
 */
public final class Exactness {
  private static final Logger LOG = LoggerFactory.getLogger(Exactness.class);

  private final Exact rule;
  private final Map<Integer, Long> probes;

  /**
   * @param known probes by worker from the checkpoint that training resumes from; empty for a new
   *     training
   */
  public Exactness(Exact rule, Map<Integer, Long> known) {
    this.rule = rule;
    this.probes = new TreeMap<>(known);
  }

  /** The newest probe of each worker. */
  public Map<Integer, Long> probes() {
    return Map.copyOf(probes);
  }

  /**
   * The workers of a round whose machine computes other bits than the worker's machine before.
   *
   * @throws ClusterException if there is one and {@code train.exact = strict}
   */
  List<Integer> inexact(List<WorkerReport> reports) {
    List<Integer> inexact = new ArrayList<>();
    for (WorkerReport report : reports) {
      Long known = probes.putIfAbsent(report.worker(), report.probe());
      if (known != null && known != report.probe()) {
        String what =
            "Worker %d computes other bits on %s (probe %016x) than it did before (%016x): the processor, its instruction set, a library or the version of this program differs."
                .formatted(report.worker(), report.host(), report.probe(), known);
        if (rule == Exact.STRICT) {
          throw new ClusterException(
              what + " Train on equal machines, or set train.exact=warn to go on inexactly.");
        }
        LOG.warn("{} Training goes on (train.exact = warn).", what);
        probes.put(report.worker(), report.probe());
        inexact.add(report.worker());
      }
    }
    return inexact;
  }
}
