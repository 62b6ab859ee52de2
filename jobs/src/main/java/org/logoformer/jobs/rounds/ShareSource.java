package org.logoformer.jobs.rounds;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.logoformer.train.plan.Round;

/** How the shares of rounds reach their workers. */
@FunctionalInterface
public interface ShareSource {
  /**
   * One partition for each worker, in worker order, with an encoded {@link WorkerInput} for each
   * round.
   */
  JavaRDD<byte[]> shares(List<Round> rounds);
}
