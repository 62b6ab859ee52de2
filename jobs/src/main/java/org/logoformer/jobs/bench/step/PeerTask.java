package org.logoformer.jobs.bench.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.logoformer.checkpoint.DType;
import org.logoformer.checkpoint.SafeTensor;
import org.logoformer.checkpoint.Safetensors;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.OptimiserConfig.SamVariant;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.bench.measure.Peer;
import org.logoformer.jobs.bench.measure.Spelling;
import org.logoformer.jobs.bench.measure.Workload;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a peer needs to compute the same: configuration, weights and clips, the latter two as files.
 */
record PeerTask(LogoConfig config, Path folder) {
  /** Keys of a network's block that PyTorch's networks do not have. */
  private static final List<String> DROPPING = List.of("dropout", "stochastic-depth");

  static final String WEIGHTS = "weights.safetensors";
  static final String BATCHES = "batches.safetensors";

  PeerTask {
    requirePlain(config);
  }

  /**
   * Writes the files.
   *
   * @param named parameters and statistics by name
   */
  static PeerTask write(
      LogoConfig config, Map<String, INDArray> named, Workload workload, Path folder) {
    PeerTask task = write(config, named, folder);
    long[] shape = LongStream.concat(LongStream.of(1), LongStream.of(workload.shape())).toArray();
    Map<String, SafeTensor> batch =
        Map.of(
            "clips",
            new SafeTensor(DType.U8, shape, workload.pixels()),
            "labels",
            SafeTensor.of(workload.labels(), 1, workload.clips()));
    write(folder.resolve(BATCHES), batch);
    return task;
  }

  /** As above, without clips. */
  static PeerTask write(LogoConfig config, Map<String, INDArray> named, Path folder) {
    PeerTask task = new PeerTask(config, folder);
    Map<String, SafeTensor> tensors = new TreeMap<>();
    named.forEach((name, array) -> tensors.put(name, tensor(array)));
    write(folder.resolve(WEIGHTS), tensors);
    return task;
  }

  /** As PyTorch reads it. */
  static SafeTensor tensor(INDArray array) {
    return SafeTensor.of(array.castTo(DataType.FLOAT).dup('c').data().asFloat(), array.shape());
  }

  /** Makes {@code peer} ready for variants; its versions. */
  JsonNode load(Peer peer) {
    ObjectNode request = Peer.request("load");
    request.put("threads", config.train().threads());
    request.put("twin", Twins.write(config.model().name(), folder).toString());
    request.put("weights", folder.resolve(WEIGHTS).toString());
    Path batches = folder.resolve(BATCHES);
    if (Files.exists(batches)) {
      request.put("batches", batches.toString());
    }
    request.set("model", model(config));
    ObjectNode loss = request.putObject("loss");
    loss.put("weight", config.loss().compact().weight());
    loss.put("form", Spelling.of(config.loss().compact().form()));
    ObjectNode optimiser = request.putObject("optimiser");
    optimiser.put("lr", config.optimiser().lr());
    optimiser.put("momentum", config.optimiser().momentum());
    optimiser.put("weight_decay", config.optimiser().weightDecay());
    optimiser.put("rho", config.optimiser().sam().rho());
    return peer.ask(request);
  }

  private static void requirePlain(LogoConfig config) {
    String name = config.model().name();
    Twins.require(name);
    JsonNode own = model(config).get(name);
    for (String key : DROPPING) {
      require(isZero(own.path(key)), "model.%s.%s must be 0".formatted(name, key));
    }
    require(config.loss().labelSmoothing() == 0, "loss.label-smoothing must be 0");
    require(config.loss().classWeights().isEmpty(), "loss.class-weights must be empty");
    require(!config.loss().readsFeatures(), "loss.center.weight and loss.ec.weight must be 0");
    require(
        config.optimiser().sam().variant() == SamVariant.SAM, "optimiser.sam.variant must be sam");
  }

  /** A number, or a group of them; where there is none, nothing is dropped. */
  private static boolean isZero(JsonNode rates) {
    return rates.isContainerNode()
        ? StreamSupport.stream(rates.spliterator(), false).allMatch(PeerTask::isZero)
        : rates.asDouble() == 0;
  }

  private static void require(boolean satisfied, String demand) {
    if (!satisfied) {
      throw new ConfigException("For the comparison with PyTorch " + demand);
    }
  }

  /** Block {@code model} as it is written in a file. */
  private static JsonNode model(LogoConfig config) {
    Config model = ConfigFactory.parseString(config.render()).getConfig("model");
    try {
      return new ObjectMapper().readTree(model.root().render(ConfigRenderOptions.concise()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(Path file, Map<String, SafeTensor> tensors) {
    try (OutputStream out = Files.newOutputStream(file)) {
      new Safetensors(tensors).write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
