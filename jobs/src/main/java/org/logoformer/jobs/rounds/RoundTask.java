package org.logoformer.jobs.rounds;

import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.logoformer.error.KernelsException;
import org.logoformer.jobs.slots.Lease;
import org.logoformer.jobs.slots.LeaseOwner;
import org.logoformer.jobs.slots.SlotNetwork;
import org.logoformer.jobs.slots.Slots;
import org.logoformer.train.round.LocalRound;
import org.logoformer.train.round.WorkerResult;
import org.logoformer.train.round.WorkerTimes;
import scala.Tuple2;

/**
 * The map task of a round: trains a worker's share on a slot of this executor and cuts the result
 * into slices.
 *
 * @param start bytes of the state that the round begins with
 */
record RoundTask(WorkerJob job, Broadcast<byte[]> start, int slices)
    implements PairFlatMapFunction<Iterator<byte[]>, Integer, byte[]> {
  @Override
  public Iterator<Tuple2<Integer, byte[]>> call(Iterator<byte[]> shares) {
    WorkerInput input = Wire.decode(shares.next(), WorkerInput.class);
    TaskContext task = TaskContext.get();
    LeaseOwner owner = new LeaseOwner(job.run(), input.share().worker(), task.taskAttemptId());
    try (Lease lease = Slots.ofProcess().lease(job.network(), owner)) {
      return sliced(
          lease.run(n -> run(n, input, lease), task::isInterrupted, job.rules().stepTimeout()));
    } catch (KernelsException e) {
      return sliced(WorkerPlace.refused(input.share(), e));
    }
  }

  /** Cuts each slice when Spark asks for it; slice 0 comes last and reports the sending time. */
  private Iterator<Tuple2<Integer, byte[]>> sliced(WorkerResult result) {
    long began = System.nanoTime();
    return IntStream.rangeClosed(1, slices)
        .map(i -> slices - i)
        .mapToObj(i -> new Tuple2<>(i, slice(result, i, began)))
        .iterator();
  }

  private byte[] slice(WorkerResult result, int slice, long began) {
    WorkerTimes sending = new WorkerTimes(0, 0, 0, System.nanoTime() - began);
    return SliceMessage.cut(result.reporting(result.report().longer(sending)), slice, slices)
        .bytes();
  }

  private WorkerResult run(SlotNetwork network, WorkerInput input, Lease lease) {
    LocalRound round = new LocalRound(network.graph(), network.ranges(), job.rules(), job.fit());
    WorkerResult result =
        round.run(
            () -> StateBytes.read(start.value()),
            input.share(),
            job.data().open(input.entries()),
            lease::shouldStop);
    return WorkerPlace.on(result, network);
  }
}
