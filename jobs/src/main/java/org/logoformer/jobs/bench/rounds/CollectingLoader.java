package org.logoformer.jobs.bench.rounds;

import org.logoformer.jobs.dl4j.ReferenceLoader;
import org.logoformer.train.source.Batches;

/**
 * Collects the garbage of its process before each round, so that the memory of the process tells
 * what it holds and not how lazy its collector is.
 */
public record CollectingLoader(ReferenceLoader data) implements ReferenceLoader {
  @Override
  public Batches open() {
    System.gc();
    return data.open();
  }
}
