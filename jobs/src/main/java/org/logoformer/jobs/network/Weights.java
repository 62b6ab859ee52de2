package org.logoformer.jobs.network;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.checkpoint.DType;
import org.logoformer.checkpoint.SafeTensor;
import org.logoformer.checkpoint.Safetensors;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.ModelConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.DataException;
import org.logoformer.models.Models;
import org.logoformer.nn.Objective;
import org.logoformer.nn.Parameter;
import org.logoformer.nn.Role;
import org.logoformer.storage.Unreadable;
import org.logoformer.weights.Settings;
import org.nd4j.linalg.api.buffer.DataType;
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

  private static final String KEPT_BY_LOSS = Objective.NAME + ".";

  private final String origin;
  // A serialisable map in the order of the layout.
  private final LinkedHashMap<String, Values> values;

  /** A tensor that can be sent to a task, in the type in which it is stored. */
  private record Values(DType type, long[] shape, byte[] data) implements Serializable {
    SafeTensor tensor() {
      return new SafeTensor(type, shape, data);
    }
  }

  private Weights(String origin, Map<String, Values> values) {
    this.origin = origin;
    this.values = new LinkedHashMap<>(values);
  }

  /**
   * Reads a safetensors file for the network of {@code config}.
   *
   * @throws DataException if it is missing, broken, not of this network, or says that it was made
   *     with other settings
   * @throws ClusterException if the storage does not answer
   */
  public static Weights read(Configuration hadoop, Path file, LogoConfig config) {
    Safetensors content = content(hadoop, file);
    Settings.part(content)
        .ifPresent(
            part -> {
              throw new DataException(
                  "%s holds the part %s of a network only: train.init takes it"
                      .formatted(file, part));
            });
    requireNone(Settings.differences(content, config), file.toString());
    return of(content, config.model(), file.toString());
  }

  /**
   * Refuses weights of another network.
   *
   * @param differences of its settings, by key
   */
  public static void requireNone(Map<String, String> differences, String origin) {
    if (!differences.isEmpty()) {
      throw new DataException(
          "%s was made with other settings: %s. Give those of the file, or another file"
              .formatted(
                  origin,
                  differences.entrySet().stream()
                      .map(e -> e.getKey() + " " + e.getValue())
                      .collect(Collectors.joining("; "))));
    }
  }

  static Safetensors content(Configuration hadoop, Path file) {
    try {
      return Safetensors.read(file.getFileSystem(hadoop), file);
    } catch (IOException e) {
      throw Unreadable.of(file, e, "Fetch or write it again");
    }
  }

  /**
   * The weights among tensors. Counters of batches ({@code *.num_batches_tracked}), which PyTorch
   * adds to a state dict and nothing reads, are passed over, and so are what the loss of a training
   * kept ({@code loss.*}) and unknown tensors of types that no parameter has.
   *
   * @param origin what messages call the file
   * @throws DataException naming what is missing, unexpected, of another shape or type, not finite,
   *     or a variance below zero
   */
  public static Weights of(Safetensors content, ModelConfig model, String origin) {
    return of(content, Models.layout(model).parameters(), model, origin);
  }

  /** As above, where some of the network's parameters are {@code wanted}, and no others there. */
  public static Weights of(
      Safetensors content, List<Parameter> wanted, ModelConfig model, String origin) {
    List<String> missing = new ArrayList<>();
    List<String> misfits = new ArrayList<>();
    TreeSet<String> unexpected = new TreeSet<>(content.tensors().keySet());
    unexpected.removeIf(Weights::isPassedOver);
    LinkedHashMap<String, Values> values = new LinkedHashMap<>();
    for (Parameter parameter : wanted) {
      String name = parameter.name();
      SafeTensor tensor = content.tensors().get(name);
      unexpected.remove(name);
      String shape = "floating-point " + Arrays.toString(parameter.shape());
      if (content.passedOver().containsKey(name)) {
        misfits.add("%s %s instead of %s".formatted(name, content.passedOver().get(name), shape));
      } else if (tensor == null) {
        missing.add(name);
      } else if (!Arrays.equals(tensor.shape(), parameter.shape())
          || !tensor.dtype().isFloating()) {
        misfits.add("%s %s instead of %s".formatted(name, tensor, shape));
      } else {
        requireSound(tensor, parameter, origin);
        values.put(name, new Values(tensor.dtype(), tensor.shape(), tensor.data()));
      }
    }
    List<String> complaints = new ArrayList<>();
    complain(complaints, "missing", missing);
    complain(complaints, "unexpected", List.copyOf(unexpected));
    complain(complaints, "of another shape or type", misfits);
    if (!complaints.isEmpty()) {
      throw new DataException(
          "%s does not fit the network of model.preset = %s: %s. Check the model.* settings"
              .formatted(origin, model.preset(), String.join("; ", complaints)));
    }
    return new Weights(origin, values);
  }

  private static boolean isPassedOver(String name) {
    return name.endsWith(".num_batches_tracked") || name.startsWith(KEPT_BY_LOSS);
  }

  /** SHA-256 of names, shapes and numbers, hexadecimal. */
  public String hash() {
    MessageDigest digest = DigestUtils.getSha256Digest();
    values.forEach(
        (name, tensor) -> {
          String head = name + " " + tensor.type + Arrays.toString(tensor.shape) + "\n";
          digest.update(head.getBytes(StandardCharsets.UTF_8));
          digest.update(tensor.data);
        });
    return Hex.encodeHexString(digest.digest());
  }

  /** Where the weights come from. */
  public String origin() {
    return origin;
  }

  /**
   * Copies the weights into the arrays of a network, by name; f64 into f64 keeps every bit. Others
   * stay as they are.
   */
  public void copyTo(Map<String, INDArray> network) {
    network.forEach(
        (name, array) -> {
          if (!values.containsKey(name)) {
            return;
          }
          SafeTensor tensor = values.get(name).tensor();
          INDArray all =
              array.dataType() == DataType.DOUBLE
                  ? Nd4j.createFromArray(tensor.doubles())
                  : Nd4j.createFromArray(tensor.floats()).castTo(array.dataType());
          array.assign(all.reshape('c', array.shape()));
        });
  }

  /** Looks at each value as a float: one that overflows there is no weight in f64 either. */
  private static void requireSound(SafeTensor tensor, Parameter parameter, String origin) {
    boolean isVariance = parameter.role() == Role.RUNNING_VARIANCE;
    double[] doubles = tensor.doubles();
    for (int i = 0; i < doubles.length; i++) {
      if (!Float.isFinite((float) doubles[i])) {
        throw new DataException(
            "%s: %s holds %s at element %d; training diverged or the file is damaged"
                .formatted(origin, parameter.name(), doubles[i], i));
      }
      if (isVariance && doubles[i] < 0) {
        throw new DataException(
            "%s: %s holds the variance %s at element %d; no variance is below 0: the file is damaged"
                .formatted(origin, parameter.name(), doubles[i], i));
      }
    }
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
