package org.logoformer.train.source;

import java.io.Serializable;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.logoformer.train.state.StatisticRange;

/** How a process makes its own copy of the network that is trained. */
public interface NetworkSource extends Serializable {
  /** An initialised network that belongs to the calling thread. */
  ComputationGraph build();

  /** Where the network keeps what is not trained, such as running means and variances. */
  List<StatisticRange> statistics(ComputationGraph graph);

  /**
   * A hash of the bits that one fixed piece of training arithmetic gives on this machine. Leaves
   * the network in any state.
   */
  long probe(ComputationGraph graph);
}
