package org.logoformer.jobs.training;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.logoformer.dl4j.SamGraph;
import org.logoformer.jobs.rounds.StateBytes;
import org.logoformer.jobs.rounds.Wire;
import org.logoformer.jobs.slots.Lease;
import org.logoformer.jobs.slots.LeaseOwner;
import org.logoformer.jobs.slots.Seats;
import org.logoformer.jobs.slots.SlotNetwork;
import org.logoformer.jobs.slots.Slots;
import org.logoformer.train.round.Recalibration;
import org.logoformer.train.source.NetworkSource;
import org.logoformer.train.state.FlatVector;

/** BatchNorm statistics of the clips of the one partition, on a slot. */
final class RecalibrationTask implements FlatMapFunction<Iterator<String>, byte[]> {
  private static final long serialVersionUID = 1L;

  private final String run;
  private final NetworkSource network;
  private final ClipLoader loader;
  private final Broadcast<byte[]> state;
  private final int batch;
  private final Duration patience;

  /**
   * @param patience how long a batch may take; a slot that hangs is given up
   */
  RecalibrationTask(
      String run,
      NetworkSource network,
      ClipLoader loader,
      Broadcast<byte[]> state,
      int batch,
      Duration patience) {
    this.run = run;
    this.network = network;
    this.loader = loader;
    this.state = state;
    this.batch = batch;
    this.patience = patience;
  }

  @Override
  public Iterator<byte[]> call(Iterator<String> clips) {
    List<String> ids = new ArrayList<>();
    clips.forEachRemaining(ids::add);
    List<List<String>> parts = Recalibration.parts(ids, batch);
    TaskContext task = TaskContext.get();
    LeaseOwner owner = new LeaseOwner(run + " recalibration", 0, task.taskAttemptId());
    try (Lease lease = Slots.ofProcess().lease(network, owner, Seats.room())) {
      FlatVector statistics =
          lease.run(n -> statistics(n, parts, lease), task::isInterrupted, patience);
      return List.of(Wire.encode(statistics)).iterator();
    }
  }

  private FlatVector statistics(SlotNetwork slot, List<List<String>> parts, Lease lease) {
    return Recalibration.statistics(
        (SamGraph) slot.graph(),
        slot.ranges(),
        StateBytes.read(state.value()),
        loader.open(),
        parts,
        lease::shouldStop);
  }
}
