package org.logoformer.jobs.rounds;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.logoformer.batch.ReadAhead;
import org.logoformer.config.TrainConfig.Outer;
import org.logoformer.error.DivergedException;
import org.logoformer.error.KernelsException;
import org.logoformer.jobs.rounds.CrewMessage.Done;
import org.logoformer.jobs.rounds.CrewMessage.Refused;
import org.logoformer.jobs.rounds.CrewMessage.Slice;
import org.logoformer.jobs.rounds.CrewMessage.Times;
import org.logoformer.jobs.slots.Lease;
import org.logoformer.jobs.slots.LeaseOwner;
import org.logoformer.jobs.slots.SlotNetwork;
import org.logoformer.jobs.slots.Slots;
import org.logoformer.train.plan.Share;
import org.logoformer.train.round.Averaging;
import org.logoformer.train.round.LocalRound;
import org.logoformer.train.round.WorkerResult;
import org.logoformer.train.source.Batches;
import org.logoformer.train.state.FlatVector;
import org.logoformer.train.state.TrainingState;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * The task of a worker of a crew: all rounds of the job on one slot, each from the state after the
 * one before, which all workers come to by themselves. The first worker tells the driver of each
 * round, and before the last report the state.
 *
 * @param start bytes of the state that the first round begins with
 * @param desk of the driver
 */
record CrewTask(WorkerJob job, Broadcast<byte[]> start, Outer outer, String desk, int workers)
    implements FlatMapFunction<Iterator<byte[]>, Integer> {
  /** Small beside the memory of a driver, and large beside the cost of a message. */
  private static final long SLICE_BYTES = 4L << 20;

  @Override
  public Iterator<Integer> call(Iterator<byte[]> shares) {
    List<WorkerInput> inputs = new ArrayList<>();
    shares.forEachRemaining(input -> inputs.add(Wire.decode(input, WorkerInput.class)));
    TaskContext task = TaskContext.get();
    CrewLine driver = CrewLine.to(desk);
    Share first = inputs.get(0).share();
    long attempt = attempt(task);
    LeaseOwner owner = new LeaseOwner(job.run(), first.worker(), task.taskAttemptId());
    try (CrewExchange exchange = new CrewExchange(desk + "/" + attempt, first.worker(), workers);
        Lease lease = Slots.ofProcess().lease(job.network(), owner)) {
      exchange.meet(driver, attempt);
      return lease.run(
          slot -> {
            new Watch(this, attempt, slot, lease, driver, exchange).rounds(inputs);
            return Collections.emptyIterator();
          },
          task::isInterrupted,
          job.rules().stepTimeout());
    } catch (KernelsException e) {
      driver.say(new Refused(attempt, WorkerPlace.refused(first, e).report()));
      driver.settle();
      return Collections.emptyIterator();
    }
  }

  /**
   * The same for all tasks that train together. Spark tries a worker alone again; several are given
   * up as a whole, and the driver starts another job.
   */
  private long attempt(TaskContext task) {
    return workers == 1 ? task.taskAttemptId() : task.stageAttemptNumber();
  }

  /** What a worker has during the rounds of a job; ends with the attempt. */
  private static final class Watch {
    private final CrewTask task;
    private final SlotNetwork slot;
    private final Lease lease;
    private final CrewLine driver;
    private final CrewExchange exchange;
    private final long attempt;
    private final LocalRound round;
    private final Averaging averaging;
    private TrainingState state;

    Watch(
        CrewTask task,
        long attempt,
        SlotNetwork slot,
        Lease lease,
        CrewLine driver,
        CrewExchange exchange) {
      this.task = task;
      this.slot = slot;
      this.lease = lease;
      this.driver = driver;
      this.exchange = exchange;
      this.attempt = attempt;
      this.round = new LocalRound(slot.graph(), slot.ranges(), task.job.rules(), task.job.fit());
      this.averaging = new Averaging(slot.ranges(), task.outer);
    }

    void rounds(List<WorkerInput> inputs) {
      Map<String, byte[]> entries = new HashMap<>();
      inputs.forEach(input -> entries.putAll(input.entries()));
      Batches batches = task.job.data().open(entries);
      List<Share> shares = inputs.stream().map(WorkerInput::share).toList();
      try (ReadAhead<MultiDataSet> ahead = round.ahead(shares, batches)) {
        boolean isSound = true;
        for (int i = 0; i < shares.size() && isSound; i++) {
          Done done = round(i, shares.get(i), batches, ahead);
          isSound =
              done.diverged() == null
                  && done.reports().stream().allMatch(r -> r.problem().isEmpty());
          if (exchange.worker() == 0) {
            if (isSound && i == shares.size() - 1) {
              sayState();
            }
            driver.say(done);
          }
        }
      }
      driver.settle();
      exchange.flush(task.job.rules().stepTimeout(), lease::shouldStop);
    }

    /** A round; leaves the state after it, if there is one. */
    private Done round(int number, Share share, Batches batches, ReadAhead<MultiDataSet> ahead) {
      long began = System.nanoTime();
      WorkerResult own = round.run(this::state, share, batches, ahead, lease::shouldStop);
      CrewExchange.Exchanged all =
          exchange.run(
              new CrewExchange.Turn(number, state().size(), patience(share), lease::shouldStop),
              WorkerPlace.on(own, slot));
      SliceMeans means = all.means();
      long exchanged = System.nanoTime();
      String diverged = null;
      if (means.reports().stream().allMatch(r -> r.problem().isEmpty())) {
        try {
          state = averaging.next(state(), means.mean(), means.pooled(), share.steps().size());
        } catch (DivergedException e) {
          diverged = e.getMessage();
        }
      }
      long now = System.nanoTime();
      Times times = new Times(now - began, now - exchanged, all.sent());
      return new Done(attempt, number, new ArrayList<>(means.reports()), times, diverged);
    }

    /** Within this time each worker is done with its steps, or has been found to hang. */
    private Duration patience(Share share) {
      return task.job.rules().stepTimeout().multipliedBy(share.steps().size() + 1L);
    }

    /** Read late, while the first mini-batches are read. */
    private TrainingState state() {
      if (state == null) {
        state = StateBytes.read(task.start.value());
      }
      return state;
    }

    private void sayState() {
      FlatVector whole =
          FlatVector.join(List.of(state.parameters(), state.updater(), state.outer()));
      int slices = Math.toIntExact((whole.size() + SLICE_BYTES - 1) / SLICE_BYTES);
      for (int i = 0; i < slices; i++) {
        driver.say(
            new Slice(attempt, i, slices),
            whole.slice(
                SliceMessage.bound(whole.length(), i, slices),
                SliceMessage.bound(whole.length(), i + 1, slices)));
      }
    }
  }
}
