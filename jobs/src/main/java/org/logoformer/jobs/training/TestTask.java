package org.logoformer.jobs.training;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.logoformer.jobs.rounds.StateBytes;
import org.logoformer.jobs.rounds.Wire;
import org.logoformer.jobs.slots.Lease;
import org.logoformer.jobs.slots.LeaseOwner;
import org.logoformer.jobs.slots.Seats;
import org.logoformer.jobs.slots.Slots;
import org.logoformer.train.round.Forward;
import org.logoformer.train.round.Testing;
import org.logoformer.train.source.NetworkSource;
import org.logoformer.train.source.ShardBatches;

/** Logits of the clips of a partition, {@code [clips][C]}, in order. */
final class TestTask implements FlatMapFunction<Iterator<String>, byte[]> {
  private static final long serialVersionUID = 1L;

  private final String run;
  private final NetworkSource network;
  private final ClipLoader loader;
  private final Broadcast<byte[]> state;
  private final int batch;
  private final int prefetch;
  private final Duration patience;

  /**
   * @param patience how long a batch may take; a slot that hangs is given up
   */
  TestTask(
      String run,
      NetworkSource network,
      ClipLoader loader,
      Broadcast<byte[]> state,
      int batch,
      int prefetch,
      Duration patience) {
    this.run = run;
    this.network = network;
    this.loader = loader;
    this.state = state;
    this.batch = batch;
    this.prefetch = prefetch;
    this.patience = patience;
  }

  @Override
  public Iterator<byte[]> call(Iterator<String> clips) {
    List<String> ids = new java.util.ArrayList<>();
    clips.forEachRemaining(ids::add);
    TaskContext task = TaskContext.get();
    LeaseOwner owner = new LeaseOwner(run + " test", task.partitionId(), task.taskAttemptId());
    try (Lease lease = Slots.ofProcess().lease(network, owner, Seats.room())) {
      double[][] logits =
          lease.run(slot -> logits(slot.graph(), ids, lease), task::isInterrupted, patience);
      return List.of(Wire.encode(logits)).iterator();
    }
  }

  private double[][] logits(ComputationGraph graph, List<String> ids, Lease lease) {
    StateBytes.read(state.value()).applyTo(graph);
    ShardBatches clips = loader.open();
    return Testing.plain(clips.tests(), batch, prefetch)
        .answers(Forward.of(graph), clips.records(ids), lease::shouldStop)
        .stream()
        .map(answer -> answer.logits().get(0))
        .toArray(double[][]::new);
  }
}
