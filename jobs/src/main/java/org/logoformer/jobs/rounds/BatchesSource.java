package org.logoformer.jobs.rounds;

import java.io.Serializable;
import java.util.Map;
import org.logoformer.train.source.Batches;

/** How a worker gets at its data; made on the driver, used in executors. */
@FunctionalInterface
public interface BatchesSource extends Serializable {
  /**
   * The data of a share.
   *
   * @param entries what came with the share
   */
  Batches open(Map<String, byte[]> entries);
}
