package org.logoformer.jobs.rounds;

import java.io.Serializable;
import java.util.Map;
import org.logoformer.train.plan.Share;

/**
 * The input of a map task of a round.
 *
 * @param entries data sets of the share by reference, if the data lies in an RDD; empty if the
 *     worker reads its data from storage
 */
public record WorkerInput(Share share, Map<String, byte[]> entries) implements Serializable {
  public WorkerInput {
    entries = Map.copyOf(entries);
  }
}
