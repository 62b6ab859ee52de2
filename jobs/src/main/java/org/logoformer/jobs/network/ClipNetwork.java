package org.logoformer.jobs.network;

import java.util.List;
import org.logoformer.config.LogoConfig;
import org.logoformer.dl4j.NetworkGraph;
import org.logoformer.dl4j.SamGraph;
import org.logoformer.error.DataException;
import org.logoformer.runtime.Threads;
import org.logoformer.train.round.Forward;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network with its weights, for forward passes on the thread that built it. */
public final class ClipNetwork implements Forward, AutoCloseable {
  private final SamGraph graph;
  private final Forward forward;
  private final String origin;

  private ClipNetwork(SamGraph graph, String origin) {
    this.graph = graph;
    this.forward = Forward.of(graph);
    this.origin = origin;
  }

  /** Builds the network of {@code config.model} on {@code config.train.threads} threads. */
  public static ClipNetwork of(LogoConfig config, Weights weights) {
    Threads.use(config.train().threads());
    SamGraph graph = NetworkGraph.build(config);
    weights.copyTo(NetworkGraph.named(graph));
    return new ClipNetwork(graph, weights.origin());
  }

  /**
   * {@inheritDoc}
   *
   * @throws DataException if a logit is not a number
   */
  @Override
  public double[][] logits(INDArray clips, List<String> ids) {
    double[][] logits = forward.logits(clips, ids);
    for (int i = 0; i < logits.length; i++) {
      for (double logit : logits[i]) {
        if (!Double.isFinite(logit)) {
          throw new DataException(
              "The network answers %s for clip %s: the weights in %s are broken"
                  .formatted(logit, ids.get(i), origin));
        }
      }
    }
    return logits;
  }

  @Override
  public double[][] features() {
    return forward.features();
  }

  @Override
  public void close() {
    graph.close();
  }
}
