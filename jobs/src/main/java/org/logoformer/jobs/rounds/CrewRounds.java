package org.logoformer.jobs.rounds;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.logoformer.config.TrainConfig;
import org.logoformer.config.TrainConfig.Stragglers;
import org.logoformer.error.ConfigException;
import org.logoformer.train.plan.Round;
import org.logoformer.train.round.AveragingRules;
import org.logoformer.train.round.RoundResult;
import org.logoformer.train.round.Rounds;
import org.logoformer.train.state.TrainingState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs rounds of a training on a Spark cluster by a crew: all rounds up to the next state that the
 * driver wants are one Spark job, whose workers keep the state between them. The bits are those of
 * {@link SparkRounds}, which runs what a crew of several cannot: where slots are missing, or the
 * workers keep failing, when it says better than a crew which worker it is.
 */
public final class CrewRounds implements Rounds {
  private static final Logger LOG = LoggerFactory.getLogger(CrewRounds.class);

  /** Attempts of several workers that get no further than the one before, until they part. */
  private static final int ATTEMPTS = 3;

  private final JavaSparkContext spark;
  private final CrewJob job;
  private final WorkerJob worker;
  private final Exactness exactness;
  private final CrewSlots slots;
  private final Rounds apart;

  /**
   * @param rules of the driver, for which there is no {@link #obstacle}
   * @param exactness keeps the probes of the whole training
   * @param slots of the whole training
   * @param apart runs the rounds that a crew cannot
   */
  public CrewRounds(
      JavaSparkContext spark,
      WorkerJob worker,
      ShareSource source,
      AveragingRules rules,
      Exactness exactness,
      CrewSlots slots,
      Rounds apart) {
    this.spark = spark;
    this.worker = worker;
    this.job = new CrewJob(spark, worker, source, rules.outer());
    this.exactness = exactness;
    this.slots = slots;
    this.apart = apart;
  }

  /**
   * Why the rounds of a training are jobs of their own; empty if a crew runs them.
   *
   * @param conf of the application, which need not be up
   * @throws ConfigException if {@code train.rounds = crew}, and a crew cannot run them
   */
  public static Optional<String> obstacle(AveragingRules rules, int workers, SparkConf conf) {
    if (rules.rounds() == TrainConfig.Rounds.JOBS) {
      return Optional.of("train.rounds = jobs");
    }
    Optional<String> why =
        rules.stragglers() == Stragglers.DROP
            ? Optional.of("train.stragglers = drop")
            : workers == 1 ? Optional.empty() : CrewSlots.obstacle(workers, conf);
    if (rules.rounds() == TrainConfig.Rounds.CREW && why.isPresent()) {
      throw new ConfigException(
          "train.rounds = crew cannot be: %s; set train.rounds=auto".formatted(why.get()));
    }
    return why;
  }

  @Override
  public RoundResult run(Round round, TrainingState start) {
    RoundResult[] result = new RoundResult[1];
    TrainingState unused = run(List.of(round), start, done -> result[0] = done);
    return result[0];
  }

  /** Starts the job again as long as attempts get further than those before. */
  @Override
  public TrainingState run(List<Round> rounds, TrainingState start, Consumer<RoundResult> done) {
    CrewProgress progress = new CrewProgress(rounds, start, exactness, done);
    int workers = rounds.get(0).shares().size();
    int inVain = 0;
    while (slots.isComplete(workers)) {
      int before = progress.rounds();
      try {
        return job.run(rounds, start, progress, CrewSlots.patience(workers));
      } catch (CrewJob.Stopped e) {
        Round stopped = rounds.get(Math.min(progress.rounds(), rounds.size() - 1));
        inVain = progress.rounds() > before ? 0 : inVain + 1;
        if (!e.isWorthAnother() || (workers == 1 && inVain > 0)) {
          throw RoundFailure.of(spark, stopped, worker.data(), e.reason());
        }
        if (e.reason() == null) {
          slots.late(e.why());
          break;
        }
        progress.lost();
        LOG.warn(
            "The workers failed in round {} of epoch {}; they start again from round {}. {}",
            stopped.index() + 1,
            stopped.epoch() + 1,
            rounds.get(0).index() + 1,
            e.why());
        if (inVain == ATTEMPTS) {
          slots.giveUp(e.why());
        }
      }
    }
    return apart.run(rounds, start, progress.unseen());
  }
}
