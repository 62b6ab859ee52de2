package org.logoformer.models;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig;
import org.logoformer.engine.KernelsFactory;
import org.logoformer.error.ConfigException;
import org.logoformer.nn.Blueprint;
import org.logoformer.nn.Inventory;
import org.logoformer.nn.Layout;
import org.logoformer.nn.Network;
import org.logoformer.nn.Parameter;
import org.logoformer.nn.ParameterVector;
import org.logoformer.runtime.Threads;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;
import org.logoformer.tensor.nd4j.NdArrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A network that tells which regions of a clip its last attention weighs how much: the weights of
 * the queries that the classifier reads, means over these and over heads. What earlier layers mixed
 * into a region is not seen. Of the thread that made it.
 */
public final class AttentionNetwork implements AutoCloseable {
  private final AttentionGrid grid;
  private final Arena memory;
  private final ParameterVector parameters;
  private final Network network;
  private final double[] shares;

  private AttentionNetwork(LogoConfig config, AttentionGrid grid) {
    this.grid = grid;
    this.shares = new double[grid.regions()];
    TrainConfig train = config.train();
    Threads.use(train.threads());
    Blueprint blueprint = Models.blueprint(config.model());
    Layout layout = Inventory.layout(blueprint);
    this.memory = new Arena(NdArrays.type(train.precision().type()), NdArrays::allocate);
    this.parameters = new ParameterVector(layout, memory.allocate(layout.length()));
    this.network =
        Network.watched(
            blueprint,
            KernelsFactory.make(train.kernels(), train.precision(), train.threads()),
            parameters,
            this::attended);
  }

  /**
   * The network of {@code config}, without its weights yet.
   *
   * @throws ConfigException if its last attention is not over regions of the clip
   */
  public static AttentionNetwork of(LogoConfig config) {
    return new AttentionNetwork(config, requireGrid(config));
  }

  /**
   * Where the network looks.
   *
   * @throws ConfigException if it has no attention over regions of the clip
   */
  public static AttentionGrid requireGrid(LogoConfig config) {
    return Models.attention(config.model())
        .orElseThrow(
            () ->
                new ConfigException(
                    "model.name = %s has no attention over the regions of a clip, so there is no map of it: that have logo-former with model.logo-former.attention = local-global, global or full, and baseline"
                        .formatted(config.model().name())));
  }

  /** The regions. */
  public AttentionGrid grid() {
    return grid;
  }

  /** The parameters by name, to be filled; views. */
  public Map<String, INDArray> parameters() {
    Map<String, INDArray> named = new LinkedHashMap<>();
    for (Parameter parameter : parameters.layout().parameters()) {
      named.put(parameter.name(), NdArrays.of(parameters.tensor(parameter.name())));
    }
    return named;
  }

  /**
   * The weights of a clip's regions, frame by frame and row by row; they sum to 1 less what goes to
   * tokens that are no regions.
   *
   * @param clip [1, F, h, w, 3], normalised
   */
  public double[] shares(INDArray clip) {
    NdArrays.of(network.clips()).assign(clip);
    Arrays.fill(shares, 0);
    network.forward();
    return shares.clone();
  }

  /** Logits of the clip that {@link #shares} was asked about last, [C]. */
  public double[] logits() {
    return NdArrays.of(network.logits()).castTo(DataType.DOUBLE).dup('c').data().asDouble();
  }

  private void attended(String path, Tensor weightsRnqk) {
    if (!path.equals(grid.path())) {
      return;
    }
    INDArray seen =
        NdArrays.of(weightsRnqk)
            .get(
                NDArrayIndex.point(0),
                NDArrayIndex.all(),
                NDArrayIndex.interval(0, grid.queries()),
                NDArrayIndex.interval(grid.firstKey(), grid.firstKey() + grid.regions()))
            .castTo(DataType.DOUBLE)
            .sum(0, 1);
    double[] sums = seen.dup('c').data().asDouble();
    // Heads may come in groups.
    for (int i = 0; i < sums.length; i++) {
      shares[i] += sums[i] / ((double) grid.heads() * grid.queries());
    }
  }

  @Override
  public void close() {
    network.close();
    memory.close();
  }
}
