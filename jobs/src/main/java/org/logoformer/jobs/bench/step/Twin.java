package org.logoformer.jobs.bench.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.logoformer.checkpoint.SafeTensor;
import org.logoformer.checkpoint.Safetensors;
import org.logoformer.config.LogoConfig;
import org.logoformer.dl4j.EpochSchedule;
import org.logoformer.dl4j.NetworkGraph;
import org.logoformer.jobs.bench.measure.Peer;
import org.logoformer.jobs.bench.measure.TemporaryFolder;
import org.logoformer.train.round.Fit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * PyTorch takes the steps of a training: gradients, SAM, momentum and running statistics are its
 * own; parameters, momentum and batches travel to it and back in files before and after each step.
 */
public final class Twin implements Fit, AutoCloseable {
  private static final String MOMENTUM = "momentum.";
  private static final PeerVariant VARIANT =
      new PeerVariant(PeerVariant.Layout.CHANNELS_LAST, PeerVariant.Mode.EAGER, "f32");

  private final LogoConfig config;
  private final EpochSchedule schedule;
  private final TemporaryFolder folder = new TemporaryFolder();
  private final Peer peer;
  private boolean prepared;

  /**
   * Starts the interpreter.
   *
   * @param python has torch
   * @throws org.logoformer.error.ClusterException if it has not
   * @throws org.logoformer.error.ConfigException if PyTorch's network lacks something that {@code
   *     config} asks for
   */
  public Twin(String python, LogoConfig config) {
    this.config = config;
    this.schedule = EpochSchedule.of(config.optimiser(), config.train().epochs());
    this.peer = Twins.peer(python, folder.path());
  }

  /** Such as {@code pytorch-2.15.0-AVX512}. */
  public static String version(String python) {
    try (TemporaryFolder folder = new TemporaryFolder();
        Peer peer = Twins.peer(python, folder.path())) {
      JsonNode answer = peer.ask(Peer.request("version"));
      return "pytorch-%s-%s"
          .formatted(answer.get("torch").asText(), answer.get("capability").asText());
    }
  }

  @Override
  public void step(ComputationGraph graph, MultiDataSet batch) {
    if (!prepared) {
      prepare(graph);
    }
    Path given = folder.path().resolve("step.safetensors");
    Path returned = folder.path().resolve("stepped.safetensors");
    PeerTask.write(given, state(graph, batch));
    int epoch = graph.getConfiguration().getEpochCount();
    ObjectNode request = VARIANT.request("train");
    request.put("given", given.toString()).put("returned", returned.toString());
    request.put("lr", schedule.valueAt(0, epoch));
    request.put("compact", config.loss().compact().weight(epoch));
    double loss = peer.ask(request).get("loss").asDouble();
    Safetensors stepped = read(returned);
    assign(stepped, "", NetworkGraph.named(graph));
    assign(stepped, MOMENTUM, NetworkGraph.momentum(graph));
    graph.setScore(loss);
  }

  private void prepare(ComputationGraph graph) {
    PeerTask.write(config, NetworkGraph.named(graph), folder.path()).load(peer);
    peer.ask(VARIANT.prepare());
    prepared = true;
  }

  private static Map<String, SafeTensor> state(ComputationGraph graph, MultiDataSet batch) {
    Map<String, SafeTensor> tensors = new TreeMap<>();
    NetworkGraph.named(graph).forEach((name, array) -> tensors.put(name, PeerTask.tensor(array)));
    NetworkGraph.momentum(graph)
        .forEach((name, array) -> tensors.put(MOMENTUM + name, PeerTask.tensor(array)));
    tensors.put("clips", PeerTask.tensor(batch.getFeatures(0)));
    tensors.put("labels", PeerTask.tensor(batch.getLabels(0)));
    return tensors;
  }

  private static void assign(Safetensors from, String prefix, Map<String, INDArray> to) {
    to.forEach(
        (name, array) -> {
          float[] values = from.tensors().get(prefix + name).floats();
          array.assign(Nd4j.createFromArray(values).reshape('c', array.shape()));
        });
  }

  private static Safetensors read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return Safetensors.read(in, Files.size(file), file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    peer.close();
    folder.close();
  }
}
