package org.logoformer.jobs.dl4j;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.logoformer.train.source.Batches;
import org.nd4j.linalg.dataset.MultiDataSet;

/** Mini-batches merged from the data sets that a worker got with its share. */
record EntryBatches(Map<String, byte[]> entries) implements Batches {
  static byte[] bytes(org.nd4j.linalg.dataset.api.MultiDataSet entry) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      entry.save(out);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write a data set to memory", e);
    }
    return out.toByteArray();
  }

  @Override
  public org.nd4j.linalg.dataset.api.MultiDataSet load(List<String> references) {
    return MultiDataSet.merge(references.stream().map(r -> read(entries.get(r))).toList());
  }

  @Override
  public String origin(List<String> references) {
    return "entries " + String.join(", ", references) + " of the RDD";
  }

  private static MultiDataSet read(byte[] bytes) {
    MultiDataSet entry = new MultiDataSet();
    try {
      entry.load(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read a data set from memory", e);
    }
    return entry;
  }
}
