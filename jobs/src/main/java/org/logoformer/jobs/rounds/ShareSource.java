package org.logoformer.jobs.rounds;

import org.apache.spark.api.java.JavaRDD;
import org.logoformer.train.plan.Round;

/** How the shares of a round reach their workers. */
@FunctionalInterface
public interface ShareSource {
  /** One partition per worker, in worker order, each with one encoded {@link WorkerInput}. */
  JavaRDD<byte[]> shares(Round round);
}
