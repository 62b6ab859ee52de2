package org.logoformer.jobs.dl4j;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.api.WorkerConfiguration;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.logoformer.jobs.rounds.BatchesSource;
import org.logoformer.jobs.rounds.CrewRounds;
import org.logoformer.jobs.rounds.CrewSlots;
import org.logoformer.jobs.rounds.Exactness;
import org.logoformer.jobs.rounds.ResultLimit;
import org.logoformer.jobs.rounds.ShareSource;
import org.logoformer.jobs.rounds.SparkRounds;
import org.logoformer.jobs.rounds.StateBytes;
import org.logoformer.jobs.rounds.WorkerJob;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.plan.Position;
import org.logoformer.train.round.Averaging;
import org.logoformer.train.round.AveragingRules;
import org.logoformer.train.round.Rounds;
import org.logoformer.train.run.Epoch;
import org.logoformer.train.run.Patience;
import org.logoformer.train.source.NetworkSource;
import org.logoformer.train.state.FlatVector;
import org.logoformer.train.state.StatisticRange;
import org.logoformer.train.state.TrainingState;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * A training master for dl4j-spark whose rounds are exact: a seed fixes the plan, the mean is
 * weighted by examples and summed in worker order, executors keep no state longer than a job, and
 * training can resume between any two rounds. One call of {@code fit...} on {@link
 * SparkComputationGraph} trains one epoch, or the rest of it after a resume; {@code batch} counts
 * entries of the RDD. A {@code ComputationGraph} may have several inputs and outputs; a {@code
 * MultiLayerNetwork} is refused.
 */
public final class LogoTrainingMaster
    implements TrainingMaster<LogoTrainingResult, LogoTrainingWorker> {
  private final MasterSettings settings;
  private final Exactness exactness;
  private final List<TrainingHook> hooks = new ArrayList<>();
  private final DriverListeners listeners = new DriverListeners();
  private final Patience patience;
  private CrewSlots slots;
  private Position position;
  private FlatVector outer;
  private long instances;

  /**
   * A master that begins, or resumes, at the start of the settings. Where they want a crew that
   * cannot be, training is refused.
   */
  public LogoTrainingMaster(MasterSettings settings) {
    this.settings = settings;
    this.exactness = new Exactness(settings.averaging().exact(), settings.start().probes());
    this.patience = new Patience(settings.averaging());
    this.position = settings.start().position();
    this.outer = settings.start().outer();
  }

  /** How far training has come. */
  public Position position() {
    return position;
  }

  /** Momentum of the outer optimiser; empty if there is none. */
  public FlatVector outer() {
    return outer;
  }

  /** The newest probe of each worker; empty before the first round of a new training. */
  public Map<Integer, Long> probes() {
    return exactness.probes();
  }

  @Override
  public void executeTrainingPaths(
      SparkDl4jMultiLayer layers,
      SparkComputationGraph graph,
      JavaRDD<String> paths,
      DataSetLoader loader,
      MultiDataSetLoader multiLoader) {
    if (graph == null) {
      throw noMultiLayer();
    }
    JavaSparkContext spark = graph.getSparkContext();
    MultiDataSetLoader used =
        multiLoader == null ? source -> loader.load(source).toMultiDataSet() : multiLoader;
    EpochPlan plan = settings.plan().epoch(position.epoch(), paths.collect());
    try (PathData data = new PathData(spark, used)) {
      train(graph, plan, data::shares, data.data());
    }
  }

  @Override
  public void executeTraining(SparkComputationGraph graph, JavaRDD<DataSet> data) {
    executeTrainingMDS(graph, data.map(DataSet::toMultiDataSet));
  }

  @Override
  public void executeTrainingMDS(SparkComputationGraph graph, JavaRDD<MultiDataSet> data) {
    try (EntryData entries = new EntryData(data)) {
      EpochPlan plan = settings.plan().epoch(position.epoch(), entries.references());
      train(graph, plan, entries.shares(plan, settings.plan().workers()), EntryBatches::new);
    }
  }

  private void train(
      SparkComputationGraph spark, EpochPlan plan, ShareSource shares, BatchesSource data) {
    ComputationGraph graph = spark.getNetwork();
    if (graph.getEpochCount() != position.epoch()) {
      throw new IllegalStateException(
          "The graph has seen %d epochs, this master %d: use a master for one training of one graph"
              .formatted(graph.getEpochCount(), position.epoch()));
    }
    TrainingState start = TrainingState.of(graph, position).withOuter(outer);
    NetworkSource network = network(graph);
    List<StatisticRange> ranges = network.statistics(graph);
    ResultLimit.require(
        spark.getSparkContext().getConf(),
        ResultLimit.Sent.of(start, settings.rules().momentum(), ranges, settings.plan().workers()));
    WorkerJob job =
        new WorkerJob(settings.run(), network, settings.rules(), data, new Hooks(hooks));
    Rounds rounds = rounds(spark.getSparkContext(), job, shares, ranges);
    Epoch epoch = new Epoch(rounds, settings.plan(), listeners.with(settings.listeners(), graph));
    TrainingState end = epoch.run(plan, start);
    end.applyTo(graph);
    // SparkComputationGraph counts the epoch itself when this call returns.
    graph.getConfiguration().setEpochCount(plan.epoch());
    position = end.position();
    outer = end.outer();
    spark.setScore(listeners.lastLoss());
  }

  private Rounds rounds(
      JavaSparkContext spark, WorkerJob job, ShareSource shares, List<StatisticRange> ranges) {
    AveragingRules rules = settings.averaging();
    Rounds apart =
        new SparkRounds(
            spark, job, shares, new Averaging(ranges, rules.outer()), exactness, patience);
    if (CrewRounds.obstacle(rules, settings.plan().workers(), spark.getConf()).isPresent()) {
      return apart;
    }
    slots = slots == null ? new CrewSlots(spark) : slots;
    return new CrewRounds(spark, job, shares, rules, exactness, slots, apart);
  }

  private NetworkSource network(ComputationGraph graph) {
    return settings.network() == null ? PlainNetwork.of(graph) : settings.network();
  }

  @Override
  public LogoTrainingWorker getWorkerInstance(SparkComputationGraph graph) {
    ComputationGraph network = graph.getNetwork();
    WorkerConfiguration configuration =
        new WorkerConfiguration(
            true,
            1,
            settings.plan().batch() / settings.plan().workers(),
            settings.plan().stepsPerRound(position.epoch()),
            settings.rules().prefetch(),
            false);
    return new LogoTrainingWorker(
        network(network),
        graph.getSparkContext().broadcast(StateBytes.of(TrainingState.of(network, position))),
        configuration,
        instances++,
        hooks);
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
  public void setListeners(
      Collection<org.deeplearning4j.optimize.api.TrainingListener> newListeners) {
    listeners.set(newListeners);
  }

  @Override
  public void setListeners(
      StatsStorageRouter router,
      Collection<org.deeplearning4j.optimize.api.TrainingListener> newListeners) {
    listeners.set(newListeners);
  }

  @Override
  public String toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("master", LogoTrainingMaster.class.getName());
    json.put("seed", settings.plan().seed());
    json.put("batch", settings.plan().batch());
    json.put("workers", settings.plan().workers());
    json.put("averagingFrequency", settings.plan().stepsPerRound());
    json.put("postLocalEpochs", settings.plan().postLocalEpochs());
    json.put("momentum", settings.rules().momentum().name());
    json.put("outer", settings.averaging().outer().toString());
    json.put("stragglers", settings.averaging().stragglers().name());
    json.put("exact", settings.averaging().exact().name());
    return json.toPrettyString();
  }

  /** JSON, which is valid YAML. */
  @Override
  public String toYaml() {
    return toJson();
  }

  @Override
  public void setCollectTrainingStats(boolean collect) {
    if (collect) {
      throw new UnsupportedOperationException(
          "LOGO-Former reports times to its listeners and in metrics.jsonl, not as"
              + " SparkTrainingStats");
    }
  }

  @Override
  public boolean getIsCollectTrainingStats() {
    return false;
  }

  @Override
  public SparkTrainingStats getTrainingStats() {
    return null;
  }

  /** Succeeds, as this master exports nothing to temporary files. */
  @Override
  public boolean deleteTempFiles(JavaSparkContext spark) {
    return true;
  }

  @Override
  public boolean deleteTempFiles(SparkContext spark) {
    return true;
  }

  @Override
  public LogoTrainingWorker getWorkerInstance(SparkDl4jMultiLayer network) {
    throw noMultiLayer();
  }

  @Override
  public void executeTraining(SparkDl4jMultiLayer network, JavaRDD<DataSet> data) {
    throw noMultiLayer();
  }

  static UnsupportedOperationException noMultiLayer() {
    return new UnsupportedOperationException(
        "LogoTrainingMaster trains a ComputationGraph: use MultiLayerNetwork.toComputationGraph()"
            + " and SparkComputationGraph");
  }
}
