package org.logoformer.jobs.dl4j;

import java.util.List;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.logoformer.train.source.Batches;
import org.nd4j.common.loader.Source;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * A loader that reads a whole mini-batch at once and can say where its data lies. It is also a
 * {@code MultiDataSetLoader}, so {@code SparkComputationGraph.fitPaths} accepts it.
 */
public interface ReferenceLoader extends MultiDataSetLoader {
  /** Opens the data that the references point to, in the executor. */
  Batches open();

  @Override
  default MultiDataSet load(Source source) {
    return open().load(List.of(source.getPath()));
  }
}
