package org.logoformer.jobs.evaluation;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.checkpoint.SafeTensor;
import org.logoformer.checkpoint.Safetensors;
import org.logoformer.config.ModelConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.DataException;
import org.logoformer.model.Parameter;
import org.logoformer.model.ParameterLayout;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Parameters and BatchNorm statistics of a network, by the names of the published state dict; all
 * of them there, in the right shape, and finite.
 */
public final class Weights implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Names listed in a message before the rest is only counted. */
  private static final int LISTED = 8;

  private final String origin;
  // A serialisable map in the order of the layout.
  private final LinkedHashMap<String, float[]> values;

  private Weights(String origin, Map<String, float[]> values) {
    this.origin = origin;
    this.values = new LinkedHashMap<>(values);
  }

  /**
   * Reads a safetensors file for a network.
   *
   * @throws DataException if it is missing, broken, or not of this network
   */
  public static Weights read(Configuration hadoop, Path file, ModelConfig model) {
    try {
      Safetensors content = Safetensors.read(file.getFileSystem(hadoop), file);
      return of(content.tensors(), model, file.toString());
    } catch (IOException e) {
      throw new ClusterException(
          "Cannot read %s (%s): check the file system".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * The weights among {@code tensors}. Counters of batches ({@code *.num_batches_tracked}), which
   * PyTorch adds to a state dict and nothing reads, are passed over.
   *
   * @param origin what messages call the file
   * @throws DataException naming what is missing, unexpected, of another shape, or not finite
   */
  public static Weights of(Map<String, SafeTensor> tensors, ModelConfig model, String origin) {
    List<String> missing = new ArrayList<>();
    List<String> shapes = new ArrayList<>();
    TreeSet<String> unexpected = new TreeSet<>(tensors.keySet());
    unexpected.removeIf(name -> name.endsWith(".num_batches_tracked"));
    LinkedHashMap<String, float[]> values = new LinkedHashMap<>();
    for (Parameter parameter : ParameterLayout.of(model).parameters()) {
      SafeTensor tensor = tensors.get(parameter.name());
      unexpected.remove(parameter.name());
      if (tensor == null) {
        missing.add(parameter.name());
      } else if (!Arrays.equals(tensor.shape(), parameter.shape())) {
        shapes.add(
            "%s %s instead of %s"
                .formatted(
                    parameter.name(),
                    Arrays.toString(tensor.shape()),
                    Arrays.toString(parameter.shape())));
      } else {
        values.put(parameter.name(), finite(tensor, parameter.name(), origin));
      }
    }
    List<String> complaints = new ArrayList<>();
    complain(complaints, "missing", missing);
    complain(complaints, "unexpected", List.copyOf(unexpected));
    complain(complaints, "of another shape", shapes);
    if (!complaints.isEmpty()) {
      throw new DataException(
          "%s does not fit the network of model.preset = %s: %s. Check the model.* settings"
              .formatted(
                  origin,
                  model.preset().name().toLowerCase(java.util.Locale.ROOT),
                  String.join("; ", complaints)));
    }
    return new Weights(origin, values);
  }

  /** Where the weights come from. */
  public String origin() {
    return origin;
  }

  /** Copies the weights into the arrays of a network, by name. */
  void copyTo(Map<String, INDArray> network) {
    network.forEach(
        (name, array) ->
            array.assign(
                Nd4j.createFromArray(values.get(name))
                    .castTo(array.dataType())
                    .reshape('c', array.shape())));
  }

  private static float[] finite(SafeTensor tensor, String name, String origin) {
    float[] floats = tensor.floats();
    for (int i = 0; i < floats.length; i++) {
      if (!Float.isFinite(floats[i])) {
        throw new DataException(
            "%s: %s holds %s at element %d; training diverged or the file is damaged"
                .formatted(origin, name, floats[i], i));
      }
    }
    return floats;
  }

  private static void complain(List<String> complaints, String what, List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    String rest = names.size() > LISTED ? ", and " + (names.size() - LISTED) + " more" : "";
    complaints.add(
        "%d %s (%s%s)"
            .formatted(
                names.size(),
                what,
                String.join(", ", names.subList(0, Math.min(LISTED, names.size()))),
                rest));
  }
}
