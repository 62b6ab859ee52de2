package org.logoformer.jobs.rounds;

import java.io.Serializable;
import java.util.Map;
import org.logoformer.train.plan.Share;

/**
 * What a map task of a round gets.
 *
 * @param entries data that lies in the RDD itself, by reference; empty if the worker reads its data
 *     from storage
 */
public record WorkerInput(Share share, Map<String, byte[]> entries) implements Serializable {
  public WorkerInput {
    entries = Map.copyOf(entries);
  }
}
