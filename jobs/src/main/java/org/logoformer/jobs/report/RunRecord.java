package org.logoformer.jobs.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.logoformer.jobs.run.Evaluation;

/**
 * Everything the report tells about a run.
 *
 * @param name name of the run
 * @param folds its folds; a run on one split has one
 * @param provenance facts by name, in the order of the file; empty if there is none
 * @param config resolved configuration as text; empty if there is none
 * @param others evaluations that are not the run's own, by name
 */
record RunRecord(
    String name,
    List<FoldRecord> folds,
    Map<String, String> provenance,
    String config,
    List<OtherEvaluation> others) {

  /** The test evaluations that are there, in the order of the folds. */
  List<Evaluation> tests() {
    return folds.stream().map(FoldRecord::test).flatMap(Optional::stream).toList();
  }

  /** All folds' predictions counted together; empty before the first evaluation. */
  Optional<Evaluation> pooled() {
    return tests().stream().reduce(Evaluation::plus);
  }
}
