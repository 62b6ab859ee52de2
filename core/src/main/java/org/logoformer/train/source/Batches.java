package org.logoformer.train.source;

import java.util.List;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Where mini-batches come from. Called from one thread at a time, not always the same one. */
public interface Batches {
  /**
   * One mini-batch; the same references always give the same values. It belongs to the caller, who
   * closes its arrays.
   *
   * @param references at least one
   * @throws org.logoformer.error.DataException if something is missing or broken
   */
  MultiDataSet load(List<String> references);

  /** Where the data of {@code references} lies (shard files), for messages. */
  String origin(List<String> references);
}
