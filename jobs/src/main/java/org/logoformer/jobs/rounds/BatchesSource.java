package org.logoformer.jobs.rounds;

import java.io.Serializable;
import java.util.Map;
import org.logoformer.train.source.Batches;

/** How a worker opens its data; made on the driver, used in executors. */
@FunctionalInterface
public interface BatchesSource extends Serializable {
  /**
   * Opens the data of a share.
   *
   * @param entries of {@link WorkerInput}
   */
  Batches open(Map<String, byte[]> entries);
}
