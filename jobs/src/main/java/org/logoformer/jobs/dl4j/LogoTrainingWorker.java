package org.logoformer.jobs.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.api.TrainingWorker;
import org.deeplearning4j.spark.api.WorkerConfiguration;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;
import org.logoformer.jobs.rounds.StateBytes;
import org.logoformer.train.plan.Position;
import org.logoformer.train.source.NetworkSource;
import org.logoformer.train.state.TrainingState;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * A worker as dl4j-spark defines it: it gets a network with the broadcast state, trains on
 * mini-batches and returns the state after them. {@link LogoTrainingMaster} does not use it, as its
 * rounds take the same steps on leased slots; it is for code that runs workers itself.
 */
public final class LogoTrainingWorker implements TrainingWorker<LogoTrainingResult> {
  private static final long serialVersionUID = 1L;

  private final NetworkSource network;
  private final Broadcast<byte[]> start;
  private final WorkerConfiguration configuration;
  private final long instance;
  private final ArrayList<TrainingHook> hooks;
  private long examples;
  private double lossSum;

  LogoTrainingWorker(
      NetworkSource network,
      Broadcast<byte[]> start,
      WorkerConfiguration configuration,
      long instance,
      List<TrainingHook> hooks) {
    this.network = network;
    this.start = start;
    this.configuration = configuration;
    this.instance = instance;
    this.hooks = new ArrayList<>(hooks);
  }

  @Override
  public void addHook(TrainingHook hook) {
    hooks.add(hook);
  }

  @Override
  public void removeHook(TrainingHook hook) {
    hooks.remove(hook);
  }

  @Override
  public ComputationGraph getInitialModelGraph() {
    ComputationGraph graph = network.build();
    StateBytes.read(start.value()).applyTo(graph);
    return graph;
  }

  @Override
  public LogoTrainingResult processMinibatch(
      MultiDataSet batch, ComputationGraph graph, boolean isLast) {
    new Hooks(hooks).step(graph, batch);
    long count = batch.getFeatures(0).size(0);
    examples += count;
    lossSum += count * graph.score();
    return isLast ? getFinalResult(graph) : null;
  }

  @Override
  public LogoTrainingResult processMinibatch(
      DataSet batch, ComputationGraph graph, boolean isLast) {
    return processMinibatch(batch.toMultiDataSet(), graph, isLast);
  }

  @Override
  public LogoTrainingResult getFinalResult(ComputationGraph graph) {
    Position position =
        new Position(graph.getEpochCount(), 0, 0, graph.getConfiguration().getIterationCount());
    LogoTrainingResult result =
        new LogoTrainingResult(TrainingState.of(graph, position), examples, lossSum / examples);
    examples = 0;
    lossSum = 0;
    return result;
  }

  @Override
  public LogoTrainingResult getFinalResultNoData() {
    return new LogoTrainingResult(null, 0, Double.NaN);
  }

  @Override
  public WorkerConfiguration getDataConfiguration() {
    return configuration;
  }

  @Override
  public long getInstanceId() {
    return instance;
  }

  @Override
  public Pair<LogoTrainingResult, SparkTrainingStats> processMinibatchWithStats(
      DataSet batch, ComputationGraph graph, boolean isLast) {
    return new Pair<>(processMinibatch(batch, graph, isLast), null);
  }

  @Override
  public Pair<LogoTrainingResult, SparkTrainingStats> processMinibatchWithStats(
      MultiDataSet batch, ComputationGraph graph, boolean isLast) {
    return new Pair<>(processMinibatch(batch, graph, isLast), null);
  }

  @Override
  public Pair<LogoTrainingResult, SparkTrainingStats> getFinalResultWithStats(
      ComputationGraph graph) {
    return new Pair<>(getFinalResult(graph), null);
  }

  @Override
  public Pair<LogoTrainingResult, SparkTrainingStats> getFinalResultNoDataWithStats() {
    return new Pair<>(getFinalResultNoData(), null);
  }

  @Override
  public MultiLayerNetwork getInitialModel() {
    throw LogoTrainingMaster.noMultiLayer();
  }

  @Override
  public LogoTrainingResult processMinibatch(
      DataSet batch, MultiLayerNetwork network, boolean isLast) {
    throw LogoTrainingMaster.noMultiLayer();
  }

  @Override
  public Pair<LogoTrainingResult, SparkTrainingStats> processMinibatchWithStats(
      DataSet batch, MultiLayerNetwork network, boolean isLast) {
    throw LogoTrainingMaster.noMultiLayer();
  }

  @Override
  public LogoTrainingResult getFinalResult(MultiLayerNetwork network) {
    throw LogoTrainingMaster.noMultiLayer();
  }

  @Override
  public Pair<LogoTrainingResult, SparkTrainingStats> getFinalResultWithStats(
      MultiLayerNetwork network) {
    throw LogoTrainingMaster.noMultiLayer();
  }
}
