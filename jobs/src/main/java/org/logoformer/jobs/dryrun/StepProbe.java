package org.logoformer.jobs.dryrun;

import org.logoformer.config.LogoConfig;
import org.logoformer.config.ModelConfig;
import org.logoformer.dl4j.NetworkGraph;
import org.logoformer.dl4j.SamGraph;
import org.logoformer.runtime.Threads;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One optimiser step on this machine, timed after one that warms up: an idea of how long a run will
 * take, no measurement.
 *
 * @param clips of the step
 * @param seconds it took
 */
record StepProbe(int clips, double seconds) {
  private static final int MOST_CLIPS = 2;

  /**
   * Takes two steps of a network with the configured seed.
   *
   * @param clips of a worker's step in the run
   */
  static StepProbe of(LogoConfig config, int clips) {
    int few = Math.min(clips, MOST_CLIPS);
    Threads.use(Math.min(config.train().threads(), Runtime.getRuntime().availableProcessors()));
    ModelConfig model = config.model();
    DataType type = config.train().precision().type();
    INDArray input =
        Nd4j.valueArrayOf(
            new long[] {few, model.frames(), model.size(), model.size(), 3}, 0.5, type);
    INDArray labels = Nd4j.zeros(type, few, model.classes());
    for (int clip = 0; clip < few; clip++) {
      labels.putScalar(clip, clip % model.classes(), 1);
    }
    SamGraph graph = NetworkGraph.build(config);
    try {
      MultiDataSet batch = new MultiDataSet(input, labels);
      graph.fit(batch);
      long start = System.nanoTime();
      graph.fit(batch);
      return new StepProbe(few, (System.nanoTime() - start) / 1e9);
    } finally {
      graph.close();
      input.close();
      labels.close();
    }
  }

  /** What a step of so many clips would take, in seconds. */
  double secondsFor(int others) {
    return seconds * others / clips;
  }
}
