package org.logoformer.dl4j;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig;
import org.logoformer.engine.KernelsFactory;
import org.logoformer.kernels.Kernels;
import org.logoformer.models.Models;
import org.logoformer.nn.Blueprint;
import org.logoformer.nn.Network;
import org.logoformer.nn.ParameterVector;
import org.logoformer.profile.Profiler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The networks of one layer, by purpose and batch size. Keeps the last two of each purpose: a full
 * batch and the remainder at the end of an epoch.
 */
final class NetworkCache implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkCache.class);
  private static final int KEPT = 2;

  private final LogoConfig config;
  private final Blueprint blueprint;
  private final ParameterVector parameters;
  private final Supplier<ParameterVector> gradients;
  private final Map<Integer, Network> training = new LinkedHashMap<>(4, 0.75f, true);
  private final Map<Integer, Network> inference = new LinkedHashMap<>(4, 0.75f, true);
  private Profiler profiler = Profiler.NONE;

  NetworkCache(LogoConfig config, ParameterVector parameters, Supplier<ParameterVector> gradients) {
    this.config = config;
    this.blueprint = Models.trained(config);
    this.parameters = parameters;
    this.gradients = gradients;
  }

  Network training(int batch) {
    return network(
        training,
        batch,
        kernels -> Network.training(blueprint, kernels, parameters, gradients.get(), batch));
  }

  Network inference(int batch) {
    return network(
        inference, batch, kernels -> Network.inference(blueprint, kernels, parameters, batch));
  }

  /** Networks here, and those still to be made, announce their parts to {@code watching}. */
  void profiler(Profiler watching) {
    profiler = watching;
    training.values().forEach(network -> network.profiler(watching));
    inference.values().forEach(network -> network.profiler(watching));
  }

  private Network network(Map<Integer, Network> kept, int batch, Function<Kernels, Network> build) {
    Network known = kept.get(batch);
    if (known != null) {
      return known;
    }
    if (kept.size() == KEPT) {
      int eldest = kept.keySet().iterator().next();
      kept.remove(eldest).close();
    }
    Network made = build.apply(kernels());
    LOG.info("Kernels for a batch of {}: {} in this process", batch, KernelsFactory.proved());
    made.profiler(profiler);
    kept.put(batch, made);
    return made;
  }

  private Kernels kernels() {
    TrainConfig train = config.train();
    return KernelsFactory.make(train.kernels(), train.precision(), train.threads());
  }

  @Override
  public void close() {
    training.values().forEach(Network::close);
    inference.values().forEach(Network::close);
    training.clear();
    inference.clear();
  }
}
