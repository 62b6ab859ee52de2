package org.logoformer.jobs.training;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.logoformer.dl4j.LogoNetwork;
import org.logoformer.jobs.rounds.StateBytes;
import org.logoformer.jobs.rounds.Wire;
import org.logoformer.jobs.slots.Holder;
import org.logoformer.jobs.slots.Lease;
import org.logoformer.jobs.slots.Slots;
import org.logoformer.train.NetworkSource;
import org.logoformer.train.ShardBatches;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Predictions of the clips of a partition, each an index of a class, in order. */
final class TestTask implements FlatMapFunction<Iterator<String>, byte[]> {
  private static final long serialVersionUID = 1L;

  private final String run;
  private final NetworkSource network;
  private final ClipLoader loader;
  private final Broadcast<byte[]> state;
  private final int batch;

  TestTask(
      String run, NetworkSource network, ClipLoader loader, Broadcast<byte[]> state, int batch) {
    this.run = run;
    this.network = network;
    this.loader = loader;
    this.state = state;
    this.batch = batch;
  }

  @Override
  public Iterator<byte[]> call(Iterator<String> clips) {
    List<String> ids = new java.util.ArrayList<>();
    clips.forEachRemaining(ids::add);
    TaskContext task = TaskContext.get();
    Holder holder = new Holder(run + " test", task.partitionId(), task.taskAttemptId());
    try (Lease lease = Slots.ofProcess().lease(network, holder)) {
      int[] predictions = lease.run(slot -> predict(slot.graph(), ids, lease), task::isInterrupted);
      return List.of(Wire.encode(predictions)).iterator();
    }
  }

  private int[] predict(ComputationGraph graph, List<String> ids, Lease lease) {
    StateBytes.read(state.value()).applyTo(graph);
    ShardBatches batches = loader.open();
    int[] predictions = new int[ids.size()];
    for (int from = 0; from < ids.size() && !lease.cancelled(); from += batch) {
      List<String> part = ids.subList(from, Math.min(ids.size(), from + batch));
      MultiDataSet clips = batches.test(part);
      INDArray logits = LogoNetwork.logits(graph, clips.getFeatures(0));
      for (int i = 0; i < part.size(); i++) {
        predictions[from + i] = largest(logits.getRow(i).toDoubleVector());
      }
      clips.getFeatures(0).close();
      clips.getLabels(0).close();
    }
    return predictions;
  }

  private static int largest(double[] logits) {
    int best = 0;
    for (int c = 1; c < logits.length; c++) {
      best = logits[c] > logits[best] ? c : best;
    }
    return best;
  }
}
