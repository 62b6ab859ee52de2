package org.logoformer.jobs.slots;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.logoformer.train.source.NetworkSource;
import org.logoformer.train.state.StatisticRange;

/**
 * The network of a slot.
 *
 * @param ranges where the parameters of the graph hold running statistics
 * @param probe hash of what this process computes, see {@link NetworkSource#probe}
 */
public record SlotNetwork(ComputationGraph graph, List<StatisticRange> ranges, long probe) {
  static SlotNetwork of(NetworkSource source) {
    ComputationGraph graph = source.build();
    return new SlotNetwork(graph, source.statistics(graph), source.probe(graph));
  }
}
