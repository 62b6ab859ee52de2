package org.logoformer.jobs.rounds;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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
 * driver wants are one Spark job, whose worker keeps the state between them. The bits are those of
 * {@link SparkRounds}. A crew is one worker so far, which has nothing to exchange.
 */
public final class CrewRounds implements Rounds {
  private static final Logger LOG = LoggerFactory.getLogger(CrewRounds.class);

  private final JavaSparkContext spark;
  private final CrewJob job;
  private final WorkerJob worker;
  private final Exactness exactness;

  /**
   * @param rules of the driver, for which there is no {@link #obstacle}
   * @param exactness keeps the probes of the whole training
   */
  public CrewRounds(
      JavaSparkContext spark,
      WorkerJob worker,
      ShareSource source,
      AveragingRules rules,
      Exactness exactness) {
    this.spark = spark;
    this.worker = worker;
    this.job = new CrewJob(spark, worker, source, rules.outer());
    this.exactness = exactness;
  }

  /**
   * Why the rounds of a training are jobs of their own; empty if a crew runs them.
   *
   * @throws ConfigException if {@code train.rounds = crew}, and a crew cannot run them
   */
  public static Optional<String> obstacle(AveragingRules rules, int workers) {
    if (rules.rounds() == TrainConfig.Rounds.JOBS) {
      return Optional.of("train.rounds = jobs");
    }
    Optional<String> why = hindrance(rules, workers);
    if (rules.rounds() == TrainConfig.Rounds.CREW && why.isPresent()) {
      throw new ConfigException(
          "train.rounds = crew cannot be: %s; set train.rounds=auto".formatted(why.get()));
    }
    return why;
  }

  private static Optional<String> hindrance(AveragingRules rules, int workers) {
    if (workers > 1) {
      return Optional.of("train.workers = " + workers);
    }
    return rules.stragglers() == Stragglers.DROP
        ? Optional.of("train.stragglers = drop")
        : Optional.empty();
  }

  @Override
  public RoundResult run(Round round, TrainingState start) {
    RoundResult[] result = new RoundResult[1];
    TrainingState unused = run(List.of(round), start, done -> result[0] = done);
    return result[0];
  }

  /** Starts the job again as long as each attempt gets further than the one before. */
  @Override
  public TrainingState run(List<Round> rounds, TrainingState start, Consumer<RoundResult> done) {
    CrewProgress progress = new CrewProgress(rounds, start, exactness, done);
    while (true) {
      int before = progress.rounds();
      try {
        return job.run(rounds, start, progress);
      } catch (CrewJob.Aborted e) {
        Round stopped = rounds.get(Math.min(progress.rounds(), rounds.size() - 1));
        if (progress.rounds() == before || !e.isWorthAnother()) {
          throw RoundFailure.of(spark, stopped, worker.data(), e.reason());
        }
        LOG.warn(
            "The workers failed in round {} of epoch {}; they start again from round {}. {}",
            stopped.index() + 1,
            stopped.epoch() + 1,
            rounds.get(0).index() + 1,
            e.reason().getMessage().lines().findFirst().orElse(""));
      }
    }
  }
}
