package org.logoformer.jobs.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.checkpoint.SafeTensor;
import org.logoformer.checkpoint.Safetensors;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ConfigException;
import org.logoformer.error.DataException;
import org.logoformer.models.Models;
import org.logoformer.nn.Parameter;
import org.logoformer.nn.Parts;
import org.logoformer.weights.Settings;

/**
 * What {@code train.init} gives: all of a network, or a part of it, or all but its last linear
 * layer where that has another number of classes. The rest starts as it would without a file.
 *
 * @param weights of what is given
 * @param notes lines for those who want to know what the training began with
 */
public record InitialWeights(Weights weights, List<String> notes) {
  private static final String KEY = "train.init";
  private static final String CLASSES = "model.classes";

  /**
   * Reads the file of {@code train.init}, which is set.
   *
   * @throws DataException if it is missing, broken, lacks something, or is of another network
   * @throws ConfigException if {@code train.init-part} is no part of the network
   */
  public static InitialWeights read(Configuration hadoop, LogoConfig config) {
    Path file = new Path(config.train().init());
    Safetensors content = Weights.content(hadoop, file);
    Parts parts = Parts.of(Models.blueprint(config.model()));
    List<String> notes = new ArrayList<>();
    List<Parameter> wanted = new ArrayList<>(parts.layout().parameters());
    String key = config.train().initPart();
    Optional<String> part = key.isEmpty() ? Settings.part(content) : Optional.of(key);
    if (part.isPresent()) {
      wanted = new ArrayList<>(parts.named("train.init-part", part.get()));
    } else {
      requireSameNetwork(content, config, file);
    }
    if (wanted.containsAll(parts.classifier()) && hasOtherClasses(content, parts.classifier())) {
      wanted.removeAll(parts.classifier());
      notes.add(
          "%s: %s has another number of classes than %s = %d: a new head, %s, starts from run.seed = %d"
              .formatted(
                  KEY,
                  file,
                  CLASSES,
                  config.model().classes(),
                  names(parts.classifier()),
                  config.run().seed()));
    }
    input(Settings.differences(content, config), file, notes);
    notes.add(
        "%s: %s gives %d of %d arrays%s%s"
            .formatted(
                KEY,
                file,
                wanted.size(),
                parts.layout().parameters().size(),
                part.map(p -> ", part " + p).orElse(""),
                Settings.source(content).map(s -> ", imported from " + s).orElse("")));
    Safetensors asked =
        part.isEmpty() && wanted.size() == parts.layout().parameters().size()
            ? content
            : only(content, wanted, parts, part.isPresent());
    return new InitialWeights(
        Weights.of(asked, wanted, config.model(), file.toString()), List.copyOf(notes));
  }

  /**
   * Other classes do not make another network, and the settings of clips may change with the clips.
   */
  private static void requireSameNetwork(Safetensors content, LogoConfig config, Path file) {
    Map<String, String> other = new TreeMap<>(Settings.differences(content, config));
    other.keySet().removeIf(key -> !key.startsWith("model.") || key.equals(CLASSES));
    Weights.requireNone(other, file.toString());
  }

  /** Notes settings of the clips that were others for the file, which may be intended. */
  private static void input(Map<String, String> differences, Path file, List<String> notes) {
    differences.forEach(
        (key, difference) -> {
          if (key.startsWith("data.")) {
            notes.add("%s: of %s, %s %s".formatted(KEY, file, key, difference));
          }
        });
  }

  /** Whether all of the layer is there and differs in the number of outputs alone. */
  private static boolean hasOtherClasses(Safetensors content, List<Parameter> classifier) {
    boolean other = false;
    for (Parameter p : classifier) {
      SafeTensor tensor = content.tensors().get(p.name());
      if (tensor == null || tensor.shape().length != p.shape().length) {
        return false;
      }
      long[] shape = tensor.shape().clone();
      other |= shape[0] != p.shape()[0];
      shape[0] = p.shape()[0];
      if (!Arrays.equals(shape, p.shape())) {
        return false;
      }
    }
    return other;
  }

  /**
   * The tensors without those that are not asked for.
   *
   * @param isPart whether names that the network does not have are left out too
   */
  private static Safetensors only(
      Safetensors content, List<Parameter> wanted, Parts parts, boolean isPart) {
    Set<String> dropped = new HashSet<>();
    if (isPart) {
      dropped.addAll(content.tensors().keySet());
    } else {
      parts.classifier().forEach(p -> dropped.add(p.name()));
    }
    wanted.forEach(p -> dropped.remove(p.name()));
    Map<String, SafeTensor> kept = new TreeMap<>(content.tensors());
    kept.keySet().removeAll(dropped);
    return new Safetensors(kept, content.metadata(), content.passedOver());
  }

  private static String names(List<Parameter> parameters) {
    return parameters.stream().map(Parameter::name).collect(Collectors.joining(", "));
  }
}
