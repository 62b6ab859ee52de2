package org.logoformer.jobs.report;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.logoformer.jobs.run.Evaluation;
import org.logoformer.jobs.run.Protocols;
import org.logoformer.jobs.run.Spread;

/**
 * Everything the report tells about a run.
 *
 * @param name name of the run
 * @param folds its folds; a run on one split has one
 * @param provenance facts by name, in the order of the file; empty if there is none
 * @param config resolved configuration as text; empty if there is none
 * @param others evaluations that are not the run's own, by name
 * @param features what the classifier read of the test clips of each fold that has them
 */
record RunRecord(
    String name,
    List<FoldRecord> folds,
    Map<String, String> provenance,
    String config,
    List<OtherEvaluation> others,
    List<Features> features) {
  private static final String NETWORK = "model.name";

  /** The same under another name. */
  RunRecord called(String other) {
    return new RunRecord(other, folds, provenance, config, others, features);
  }

  /** The test evaluations that are there, in the order of the folds. */
  List<Evaluation> tests() {
    return folds.stream().map(FoldRecord::test).flatMap(Optional::stream).toList();
  }

  /** What choosing an epoch makes of the run. */
  Protocols protocols() {
    return Protocols.of(folds.stream().map(FoldRecord::protocols).toList());
  }

  /** Mean and deviation over the folds. */
  Spread spread(Function<Evaluation, Double> metric) {
    return Spread.of(tests().stream().map(metric).toList());
  }

  /** Name of the network, {@code model.name}; that of the first one if the run does not say. */
  String network() {
    Config stored = ConfigFactory.parseString(config);
    return stored.hasPath(NETWORK) ? stored.getString(NETWORK) : "logo-former";
  }

  /** All folds' predictions counted together; empty before the first evaluation. */
  Optional<Evaluation> pooled() {
    return Evaluation.together(tests());
  }
}
