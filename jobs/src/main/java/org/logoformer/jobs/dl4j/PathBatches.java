package org.logoformer.jobs.dl4j;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.spark.data.loader.RemoteFileSource;
import org.logoformer.train.source.Batches;
import org.nd4j.linalg.dataset.MultiDataSet;

/** Mini-batches merged from files of a Hadoop file system; a loader of DL4J reads each file. */
record PathBatches(MultiDataSetLoader loader, Configuration configuration) implements Batches {
  @Override
  public org.nd4j.linalg.dataset.api.MultiDataSet load(List<String> references) {
    return MultiDataSet.merge(references.stream().map(this::read).toList());
  }

  @Override
  public String origin(List<String> references) {
    return String.join(", ", references);
  }

  private org.nd4j.linalg.dataset.api.MultiDataSet read(String path) {
    try {
      return loader.load(new RemoteFileSource(path, new Path(path).getFileSystem(configuration)));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + path, e);
    }
  }
}
