package org.logoformer.jobs.training;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.checkpoint.SafeTensor;
import org.logoformer.checkpoint.Safetensors;
import org.logoformer.dl4j.LogoNetwork;
import org.logoformer.dl4j.SamGraph;
import org.logoformer.error.DataException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Parameters from a safetensors file. */
final class InitialWeights {
  private InitialWeights() {}

  /**
   * Sets every parameter and BatchNorm statistic of {@code graph}.
   *
   * @throws DataException if the file is missing, broken, or of another network
   */
  static void load(Configuration hadoop, String file, SamGraph graph) {
    Map<String, SafeTensor> tensors = read(hadoop, new Path(file));
    Map<String, INDArray> named = LogoNetwork.named(graph);
    TreeSet<String> missing = new TreeSet<>(named.keySet());
    missing.removeAll(tensors.keySet());
    TreeSet<String> unexpected = new TreeSet<>(tensors.keySet());
    unexpected.removeAll(named.keySet());
    if (!missing.isEmpty() || !unexpected.isEmpty()) {
      throw new DataException(
          "train.init = %s does not fit the network: it lacks %s and has %s too much"
              .formatted(file, missing, unexpected));
    }
    named.forEach((name, view) -> set(file, name, view, tensors.get(name)));
  }

  private static void set(String file, String name, INDArray view, SafeTensor tensor) {
    if (!Arrays.equals(view.shape(), tensor.shape())) {
      throw new DataException(
          "train.init = %s holds %s for %s, the network needs shape %s"
              .formatted(file, tensor, name, Arrays.toString(view.shape())));
    }
    INDArray values = Nd4j.createFromArray(tensor.doubles()).castTo(view.dataType());
    view.assign(values.reshape(view.shape()));
  }

  private static Map<String, SafeTensor> read(Configuration hadoop, Path file) {
    try {
      return Safetensors.read(file.getFileSystem(hadoop), file).tensors();
    } catch (IOException e) {
      throw new DataException("Cannot read train.init = " + file + ": " + e.getMessage(), e);
    }
  }
}
