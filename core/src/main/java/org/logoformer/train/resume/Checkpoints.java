package org.logoformer.train.resume;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.logoformer.checkpoint.Checkpoint;
import org.logoformer.checkpoint.CheckpointId;
import org.logoformer.checkpoint.DType;
import org.logoformer.checkpoint.SafeTensor;
import org.logoformer.error.DataException;
import org.logoformer.nn.Layout;
import org.logoformer.nn.Parameter;
import org.logoformer.train.plan.Position;
import org.logoformer.train.state.FlatVector;
import org.logoformer.train.state.TrainingState;
import org.nd4j.linalg.api.buffer.DataType;

/** Between what training goes on from and what a checkpoint stores under names. */
public final class Checkpoints {
  private static final int VERSION = 1;

  /** In front of names of the second part of the updater state (LookSAM's kept direction). */
  private static final String SECOND = "kept.";

  private final Layout layout;
  private final Map<String, String> settings;

  /** Checkpoints of networks of one layout that do not say which settings they have. */
  public Checkpoints(Layout layout) {
    this(layout, Map.of());
  }

  /**
   * Checkpoints of networks of one layout.
   *
   * @param settings of the network and its input, by key
   */
  public Checkpoints(Layout layout, Map<String, String> settings) {
    this.layout = layout;
    this.settings = Map.copyOf(settings);
  }

  /**
   * Whether a checkpoint was taken at the end of an epoch, not in the middle of one.
   *
   * @param state of the checkpoint
   */
  public static boolean isOfAWholeEpoch(JsonNode state) {
    return state.path("round").asInt() == 0;
  }

  /** A state and what belongs to it as a checkpoint. */
  public Checkpoint write(Progress progress, OptionalDouble score) {
    TrainingState state = progress.state();
    Position position = state.position();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("version", VERSION);
    json.put("epoch", position.epoch());
    json.put("round", position.round());
    json.put("rounds", position.rounds());
    json.put("step", position.step());
    SumsJson.write(progress.sums(), json.putObject("epoch_so_far"));
    ObjectNode probes = json.putObject("probes");
    new TreeMap<>(progress.probes())
        .forEach((w, p) -> probes.put(Integer.toString(w), Long.toHexString(p)));
    json.put("config", progress.config());
    return new Checkpoint(
        new CheckpointId(position.epoch(), Math.toIntExact(position.rounds())),
        score,
        settings,
        named("", state.parameters(), 0, layout.parameters()),
        momentum(state.updater()),
        state.outer().length() == 0 ? Map.of() : named("", state.outer(), 0, trained()),
        json);
  }

  /**
   * What a checkpoint holds.
   *
   * @throws DataException if it does not fit the network
   */
  public Progress read(Checkpoint checkpoint) {
    JsonNode json = checkpoint.state();
    if (json.path("version").asInt() != VERSION) {
      throw new DataException(
          "Checkpoint %s has version %s, this program reads %d: continue it with the program that wrote it"
              .formatted(checkpoint.id(), json.path("version"), VERSION));
    }
    Position position =
        new Position(
            json.path("epoch").asInt(),
            json.path("round").asInt(),
            json.path("rounds").asLong(),
            json.path("step").asLong());
    Map<Integer, Long> probes = new TreeMap<>();
    json.path("probes")
        .fields()
        .forEachRemaining(
            e -> {
              try {
                probes.put(
                    Integer.parseInt(e.getKey()),
                    Long.parseUnsignedLong(e.getValue().asText(), 16));
              } catch (NumberFormatException notOurs) {
                throw new DataException(
                    "Checkpoint %s names the probe '%s' of worker '%s', a number and 16 hexadecimal digits were expected: delete that checkpoint's folder to go on from the one before"
                        .formatted(checkpoint.id(), e.getValue().asText(), e.getKey()),
                    notOurs);
              }
            });
    return new Progress(
        new TrainingState(
            flat("", checkpoint.params(), layout.parameters()),
            updater(checkpoint.momentum()),
            outer(checkpoint.outer()),
            position),
        SumsJson.read(json.path("epoch_so_far")),
        probes,
        json.path("config").asText());
  }

  private Map<String, SafeTensor> momentum(FlatVector updater) {
    int length = Math.toIntExact(layout.trainableLength());
    Map<String, SafeTensor> tensors = new LinkedHashMap<>();
    if (updater.length() >= length) {
      tensors.putAll(named("", updater, 0, trained()));
    }
    if (updater.length() == 2 * length) {
      tensors.putAll(named(SECOND, updater, length, trained()));
    }
    return tensors;
  }

  private FlatVector updater(Map<String, SafeTensor> tensors) {
    if (tensors.isEmpty()) {
      return FlatVector.copyOf(null);
    }
    FlatVector first = flat("", tensors, trained());
    return tensors.keySet().stream().anyMatch(n -> n.startsWith(SECOND))
        ? FlatVector.join(List.of(first, flat(SECOND, tensors, trained())))
        : first;
  }

  /** Stored for what is trained; statistics have no momentum. */
  private FlatVector outer(Map<String, SafeTensor> tensors) {
    if (tensors.isEmpty()) {
      return FlatVector.copyOf(null);
    }
    FlatVector trained = flat("", tensors, trained());
    int rest = Math.toIntExact(layout.length() - layout.trainableLength());
    return FlatVector.join(List.of(trained, FlatVector.fill(trained.type(), new double[rest])));
  }

  private List<Parameter> trained() {
    return layout.parameters().stream().filter(Parameter::trainable).toList();
  }

  private static Map<String, SafeTensor> named(
      String prefix, FlatVector flat, int start, List<Parameter> parameters) {
    DType type = flat.type() == DataType.FLOAT ? DType.F32 : DType.F64;
    Map<String, SafeTensor> tensors = new LinkedHashMap<>();
    for (Parameter p : parameters) {
      int from = Math.toIntExact(start + p.offset());
      FlatVector values = flat.slice(from, from + Math.toIntExact(p.length()));
      tensors.put(prefix + p.name(), new SafeTensor(type, p.shape(), values.bytes()));
    }
    return tensors;
  }

  private static FlatVector flat(
      String prefix, Map<String, SafeTensor> tensors, List<Parameter> parameters) {
    List<FlatVector> parts = new ArrayList<>();
    for (Parameter p : parameters) {
      SafeTensor tensor = tensors.get(prefix + p.name());
      if (tensor == null || !Arrays.equals(tensor.shape(), p.shape())) {
        throw new DataException(
            "The checkpoint has %s for %s, the network needs shape %s: it is of another model"
                .formatted(
                    tensor == null ? "nothing" : tensor,
                    prefix + p.name(),
                    Arrays.toString(p.shape())));
      }
      DataType type = tensor.dtype() == DType.F64 ? DataType.DOUBLE : DataType.FLOAT;
      parts.add(FlatVector.ofBytes(type, tensor.data()));
    }
    return FlatVector.join(parts);
  }
}
