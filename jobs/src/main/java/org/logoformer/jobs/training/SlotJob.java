package org.logoformer.jobs.training;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.SparkException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.logoformer.error.ClusterException;
import org.logoformer.error.LogoException;
import org.logoformer.error.Reason;
import org.logoformer.jobs.rounds.StateBytes;
import org.logoformer.jobs.rounds.Wire;
import org.logoformer.jobs.slots.Lease;
import org.logoformer.jobs.slots.LeaseOwner;
import org.logoformer.jobs.slots.Seats;
import org.logoformer.jobs.slots.SlotNetwork;
import org.logoformer.jobs.slots.Slots;
import org.logoformer.train.source.NetworkSource;
import org.logoformer.train.source.ShardBatches;
import org.logoformer.train.state.TrainingState;

/**
 * A Spark job between two epochs. Each of its tasks leases a slot of its executor and works there
 * on a part of some clips, with the state that the driver sends.
 *
 * @param fold whose state it is
 */
record SlotJob(Driver driver, int fold, NetworkSource network) {
  /**
   * The work of a task.
   *
   * @param <T> its result, of a class that {@link Wire} accepts
   */
  @FunctionalInterface
  interface Work<T extends Serializable> extends Serializable {
    /**
     * Does the work.
     *
     * @param slot its graph holds any state
     * @param ids of the clips of this task
     * @param cancelled to be asked between two batches
     */
    T of(
        SlotNetwork slot,
        TrainingState state,
        ShardBatches clips,
        List<String> ids,
        BooleanSupplier cancelled);
  }

  /**
   * Runs the job.
   *
   * @param what the job is, for messages
   * @param ids of the clips, cut into {@code tasks} parts
   * @return the result of each task, in the order of the parts
   * @throws LogoException what a task threw, or a {@link ClusterException} if Spark gave the job up
   */
  <T extends Serializable> List<T> run(
      String what, TrainingState state, List<String> ids, int tasks, Class<T> type, Work<T> work) {
    String config = driver.config().render();
    Broadcast<byte[]> broadcast = driver.spark().broadcast(StateBytes.of(state));
    Task<T> task =
        new Task<>(
            "%s/fold-%d %s".formatted(driver.config().run().name(), fold, what),
            network,
            new ClipLoader(driver.hadoop(), config, state.position().epoch()),
            broadcast,
            Duration.ofSeconds(driver.config().train().stepTimeout()),
            work);
    try {
      return Seats.parallelize(driver.spark(), ids, tasks).mapPartitions(task).collect().stream()
          .map(result -> Wire.decode(result, type))
          .toList();
    } catch (Exception e) {
      throw failed(what, state, e);
    } finally {
      broadcast.destroy();
    }
  }

  /** Spark throws its checked exceptions without declaring them. */
  private static RuntimeException failed(String what, TrainingState state, Exception thrown) {
    LogoException told = ExceptionUtils.throwableOfType(thrown, LogoException.class);
    if (told != null) {
      return told;
    }
    if (thrown instanceof SparkException) {
      return new ClusterException(
          "The %s after epoch %d failed for good: %s The last checkpoint is intact: run the same command again to go on from it."
              .formatted(what, state.position().epoch(), Reason.of(thrown)),
          thrown);
    }
    return thrown instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(thrown);
  }

  /**
   * The work on the clips of one partition.
   *
   * @param patience how long a batch may take before the slot counts as hung
   */
  private record Task<T extends Serializable>(
      String owner,
      NetworkSource network,
      ClipLoader loader,
      Broadcast<byte[]> state,
      Duration patience,
      Work<T> work)
      implements FlatMapFunction<Iterator<String>, byte[]> {
    @Override
    public Iterator<byte[]> call(Iterator<String> clips) {
      List<String> ids = new ArrayList<>();
      clips.forEachRemaining(ids::add);
      TaskContext task = TaskContext.get();
      LeaseOwner attempt = new LeaseOwner(owner, task.partitionId(), task.taskAttemptId());
      try (Lease lease = Slots.ofProcess().lease(network, attempt)) {
        T result =
            lease.run(
                slot ->
                    work.of(
                        slot,
                        StateBytes.read(state.value()),
                        loader.open(),
                        ids,
                        lease::shouldStop),
                task::isInterrupted,
                patience);
        return List.of(Wire.encode(result)).iterator();
      }
    }
  }
}
