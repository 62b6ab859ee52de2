package org.logoformer.dl4j;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig;
import org.logoformer.kernels.Kernels;
import org.logoformer.kernels.KernelsFactory;
import org.logoformer.model.LogoFormer;
import org.logoformer.model.Variables;
import org.logoformer.profile.Profiler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The networks of one layer, by purpose and batch size. Keeps the last two of each purpose: a full
 * batch and the remainder at the end of an epoch.
 */
final class Networks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Networks.class);
  private static final int KEPT = 2;

  private final LogoConfig config;
  private final Variables parameters;
  private final Supplier<Variables> gradients;
  private final Map<Integer, LogoFormer> training = new LinkedHashMap<>(4, 0.75f, true);
  private final Map<Integer, LogoFormer> inference = new LinkedHashMap<>(4, 0.75f, true);
  private Profiler profiler = Profiler.NONE;

  Networks(LogoConfig config, Variables parameters, Supplier<Variables> gradients) {
    this.config = config;
    this.parameters = parameters;
    this.gradients = gradients;
  }

  LogoFormer training(int batch) {
    return network(
        training,
        batch,
        kernels ->
            LogoFormer.training(config.model(), kernels, parameters, gradients.get(), batch));
  }

  LogoFormer inference(int batch) {
    return network(
        inference,
        batch,
        kernels -> LogoFormer.inference(config.model(), kernels, parameters, batch));
  }

  /** Networks here, and those still to be made, announce their parts to {@code watching}. */
  void profiler(Profiler watching) {
    profiler = watching;
    training.values().forEach(network -> network.profiler(watching));
    inference.values().forEach(network -> network.profiler(watching));
  }

  private LogoFormer network(
      Map<Integer, LogoFormer> kept, int batch, Function<Kernels, LogoFormer> build) {
    LogoFormer known = kept.get(batch);
    if (known != null) {
      return known;
    }
    if (kept.size() == KEPT) {
      int eldest = kept.keySet().iterator().next();
      kept.remove(eldest).close();
    }
    LogoFormer made = build.apply(kernels());
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
    training.values().forEach(LogoFormer::close);
    inference.values().forEach(LogoFormer::close);
    training.clear();
    inference.clear();
  }
}
