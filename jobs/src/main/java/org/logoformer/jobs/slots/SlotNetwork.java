package org.logoformer.jobs.slots;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.logoformer.train.source.NetworkSource;
import org.logoformer.train.state.StatisticRange;

/**
 * What a slot holds.
 *
 * @param ranges where the graph keeps running statistics
 * @param probe which bits this process computes
 */
public record SlotNetwork(ComputationGraph graph, List<StatisticRange> ranges, long probe) {
  static SlotNetwork of(NetworkSource source) {
    ComputationGraph graph = source.build();
    return new SlotNetwork(graph, source.statistics(graph), source.probe(graph));
  }
}
