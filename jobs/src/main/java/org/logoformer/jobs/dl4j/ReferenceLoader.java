package org.logoformer.jobs.dl4j;

import java.util.List;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.logoformer.train.source.Batches;
import org.nd4j.common.loader.Source;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * A loader that reads a whole mini-batch at once and knows where its data lies. {@code
 * SparkComputationGraph.fitPaths} takes it as a plain {@code MultiDataSetLoader}.
 */
public interface ReferenceLoader extends MultiDataSetLoader {
  /** Opens what the references point into, in the executor. */
  Batches open();

  @Override
  default MultiDataSet load(Source source) {
    return open().load(List.of(source.getPath()));
  }
}
