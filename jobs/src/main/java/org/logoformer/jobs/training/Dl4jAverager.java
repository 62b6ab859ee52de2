package org.logoformer.jobs.training;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.logoformer.config.LogoConfig;
import org.logoformer.config.TrainConfig;
import org.logoformer.config.TrainConfig.OuterKind;
import org.logoformer.config.TrainConfig.Stragglers;
import org.logoformer.dl4j.SamGraph;
import org.logoformer.engine.KernelsFactory;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.dl4j.ReferenceMaster;
import org.logoformer.jobs.run.Fold;
import org.logoformer.train.metrics.TrainingListener;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.plan.Position;
import org.logoformer.train.plan.TrainingPlan;
import org.logoformer.train.round.Phase;
import org.logoformer.train.round.RoundBytes;
import org.logoformer.train.round.RoundResult;
import org.logoformer.train.round.RoundTimes;
import org.logoformer.train.round.WorkerReport;
import org.logoformer.train.round.WorkerTimes;
import org.logoformer.train.state.TrainingState;

/**
 * Training with dl4j-spark's own master, for comparisons. That master takes an unweighted mean,
 * leaves out the clips of an epoch that do not fill a mini-batch, and gives other bits after a
 * retry or a resume. It trains without SAM and keeps no running statistics, so they have to be
 * estimated after each epoch.
 */
final class Dl4jAverager implements Averager {
  private final Driver driver;
  private final Fold fold;
  private final SamGraph graph;
  private final List<TrainingListener> listeners;
  private Position position;

  /**
   * @throws ConfigException if the settings ask for something that this master cannot do
   */
  Dl4jAverager(
      Driver driver, Fold fold, SamGraph graph, Position start, List<TrainingListener> listeners) {
    LogoConfig config = driver.config();
    TrainConfig train = config.train();
    if (config.optimiser().sam().rho() > 0 || train.bnRecalibrate() == 0) {
      throw new ConfigException(
          "train.master = dl4j trains without SAM and keeps no BatchNorm statistics: set"
              + " optimiser.sam.rho=0 and train.bn-recalibrate to a number of clips, such as 512");
    }
    if (train.outer().kind() != OuterKind.NONE
        || train.postLocalEpochs() > 0
        || train.stragglers() != Stragglers.WAIT) {
      throw new ConfigException(
          "train.master = dl4j only averages: set train.outer.kind=none,"
              + " train.post-local-epochs=0 and train.stragglers=wait");
    }
    if (config.loss().readsFeatures()) {
      throw new ConfigException(
          "train.master = dl4j trains on logits alone: set loss.center.weight=0 and"
              + " loss.ec.weight=0");
    }
    this.driver = driver;
    this.fold = fold;
    this.graph = graph;
    this.position = start;
    this.listeners = List.copyOf(listeners);
  }

  @Override
  public TrainingState epoch() {
    LogoConfig config = driver.config();
    EpochPlan plan =
        TrainingPlan.of(config, fold.trainClasses(), fold.trainShards())
            .epoch(position.epoch(), fold.trainIds());
    listeners.forEach(l -> l.epochStarted(plan, 1, position));
    int size = ReferenceMaster.clipsPerStep(config);
    List<String> batches = batches(plan, size);
    SparkComputationGraph cluster =
        new SparkComputationGraph(driver.spark(), graph, ReferenceMaster.of(config));
    long began = System.nanoTime();
    cluster.fitPaths(
        driver.spark().parallelize(batches, config.train().workers()),
        new ClipLoader(driver.hadoop(), config.render(), position.epoch()));
    long nanos = System.nanoTime() - began;
    position =
        new Position(
            position.epoch() + 1,
            0,
            position.rounds() + plan.rounds(config.train().averagingFrequency()),
            position.step() + plan.steps());
    TrainingState state = TrainingState.of(graph, position);
    int clips = batches.size() * size;
    WorkerReport report =
        new WorkerReport(
            0,
            clips,
            cluster.getScore() * clips,
            WorkerTimes.ZERO,
            "cluster",
            0,
            KernelsFactory.routed(),
            null);
    RoundTimes times = RoundTimes.ZERO.plus(Phase.COMPUTE, nanos);
    RoundResult result = new RoundResult(state, List.of(report), times, RoundBytes.ZERO);
    listeners.forEach(l -> l.roundDone(plan, result));
    return state;
  }

  @Override
  public Position position() {
    return position;
  }

  /** Empty, as this master does not report where its workers ran. */
  @Override
  public Map<Integer, Long> probes() {
    return Map.of();
  }

  /**
   * A reference for each full mini-batch of the epoch, as DL4J cannot merge the arrays of single
   * clips, which have rank 5. Clips that do not fill a mini-batch are left out.
   */
  private static List<String> batches(EpochPlan plan, int size) {
    List<String> order =
        plan.round(0, plan.steps(), 0).shares().stream()
            .flatMap(s -> s.steps().stream())
            .flatMap(s -> s.references().stream())
            .toList();
    return IntStream.range(0, order.size() / size)
        .mapToObj(i -> ClipLoader.reference(order.subList(i * size, (i + 1) * size)))
        .toList();
  }
}
