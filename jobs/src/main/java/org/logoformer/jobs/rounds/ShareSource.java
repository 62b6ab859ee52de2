package org.logoformer.jobs.rounds;

import org.apache.spark.api.java.JavaRDD;
import org.logoformer.train.plan.Round;

/** How the shares of a round reach their workers. */
@FunctionalInterface
public interface ShareSource {
  /** One partition for each worker, in worker order, with one encoded {@link WorkerInput}. */
  JavaRDD<byte[]> shares(Round round);
}
