package org.logoformer.jobs.rounds;

import org.apache.spark.SparkEnv;
import org.logoformer.engine.KernelsFactory;
import org.logoformer.error.KernelsException;
import org.logoformer.jobs.slots.SlotNetwork;
import org.logoformer.train.plan.Share;
import org.logoformer.train.round.Failure;
import org.logoformer.train.round.WorkerResult;

/** What the results of workers say of the process that they come from. */
final class WorkerPlace {
  private WorkerPlace() {}

  /** The result with its host, and how that computes. */
  static WorkerResult on(WorkerResult result, SlotNetwork network) {
    return result.reporting(result.report().from(host(), network.probe(), KernelsFactory.routed()));
  }

  /**
   * The result of a worker whose network could not be built because kernels are wrong here. Spark
   * would retry its task if this was thrown.
   */
  static WorkerResult refused(Share share, KernelsException e) {
    Failure why = new Failure(Failure.Kind.KERNELS, 0, "", e.getMessage());
    return WorkerResult.refused(share, host(), why);
  }

  private static String host() {
    return SparkEnv.get().blockManager().blockManagerId().host();
  }
}
