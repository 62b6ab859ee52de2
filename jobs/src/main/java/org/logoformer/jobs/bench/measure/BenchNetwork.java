package org.logoformer.jobs.bench.measure;

import org.logoformer.config.LogoConfig;
import org.logoformer.dl4j.NetworkGraph;
import org.logoformer.dl4j.SamGraph;
import org.logoformer.profile.Pass;
import org.logoformer.profile.Profiler;
import org.logoformer.profile.Section;
import org.logoformer.runtime.Threads;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/** A network and one mini-batch, on the thread that made it. */
public final class BenchNetwork implements AutoCloseable {
  private final SamGraph graph;
  private final MultiDataSet batch;
  private Profiler profiler = Profiler.NONE;

  /** With the initial parameters of the configured seed. */
  public BenchNetwork(LogoConfig config, Workload workload) {
    Threads.use(config.train().threads());
    this.graph = NetworkGraph.build(config);
    this.batch = workload.batch(config);
  }

  /** The same network without ascent, whose {@link #gradient} is a single pass. */
  public static BenchNetwork withoutAscent(LogoConfig config, Workload workload) {
    return new BenchNetwork(config.with("optimiser.sam.rho=0"), workload);
  }

  /** A forward pass that keeps what a backward pass needs. */
  public void forward() {
    graph.output(true, clips());
  }

  /** The passes of a step, without its update. */
  public void gradient() {
    graph.setInputs(clips());
    graph.setLabels(batch.getLabels(0));
    graph.computeGradientAndScore();
  }

  /** A whole step; its loss is that of pass 1. */
  public double step() {
    profiler.run(Section.UPDATE, Pass.STEP, () -> graph.fit(batch));
    return graph.score();
  }

  /** Logits [B, C] with running statistics. */
  public INDArray evaluate() {
    return NetworkGraph.logits(graph, clips());
  }

  /** Loss of the batch with running statistics. */
  public double evaluationLoss() {
    return graph.score(batch, false);
  }

  /** The network that is measured; it is closed with this. */
  public SamGraph graph() {
    return graph;
  }

  /** Announces the sections of all further steps to {@code watching}. */
  void profiler(Profiler watching) {
    profiler = watching;
    graph.profiler(watching);
  }

  private INDArray clips() {
    return batch.getFeatures(0);
  }

  @Override
  public void close() {
    graph.close();
    clips().close();
    batch.getLabels(0).close();
  }
}
