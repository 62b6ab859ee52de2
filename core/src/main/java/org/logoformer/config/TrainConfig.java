package org.logoformer.config;

import java.io.Serializable;
import java.util.List;

/**
 * Block {@code train}.
 *
 * @param batch clips of a step over all workers
 * @param workers models trained side by side and averaged
 * @param averagingFrequency H, local steps between averages
 * @param postLocalEpochs epochs at the start that average after every step
 * @param stragglerFactor times the median worker's time, after which a worker is dropped
 * @param stepTimeout seconds after which a step counts as hung
 * @param rounds whether workers stay between rounds
 * @param bnRecalibrate training clips to re-estimate BatchNorm statistics on; 0: off
 * @param threads of each model
 * @param kernels name of a {@link KernelSet}, or {@link KernelSets#AUTO}: the fastest that can do
 *     it
 * @param evaluateEvery epochs
 * @param init safetensors to start from; empty: random
 * @param initPart the part of the network that init gives; empty: what the file says it holds
 * @param freeze parts that are not trained
 */
public record TrainConfig(
    int epochs,
    int batch,
    int workers,
    int averagingFrequency,
    int postLocalEpochs,
    Momentum momentum,
    Outer outer,
    Stragglers stragglers,
    double stragglerFactor,
    int stepTimeout,
    Rounds rounds,
    int bnRecalibrate,
    Exact exact,
    int threads,
    Precision precision,
    String kernels,
    Checkpoint checkpoint,
    int evaluateEvery,
    String init,
    String initPart,
    List<String> freeze,
    Master master) {

  /** Most clips of a batch, and most steps of a round: sums of two of them stay below 2^31. */
  static final int MOST_CLIPS = 1_000_000;

  /** What a round starts its momentum from. */
  public enum Momentum {
    AVERAGE,
    RESET
  }

  /** Whether a round waits for its slowest worker. */
  public enum Stragglers {
    WAIT,
    DROP
  }

  /** What runs the rounds of a training on Spark. */
  public enum Rounds {
    /** A crew where there can be one. */
    AUTO,
    /** One Spark job for many rounds: its workers stay, with their states. */
    CREW,
    /** A Spark job for each round. */
    JOBS
  }

  /** What the change of a round is to the outer optimiser. */
  public enum OuterKind {
    NONE,
    NESTEROV
  }

  /**
   * The outer optimiser.
   *
   * @param lr 1 keeps the size of the averaged change
   * @param momentum of the outer optimiser
   */
  public record Outer(OuterKind kind, double lr, double momentum) implements Serializable {
    public Outer {
      Require.positive("train.outer.lr", lr);
      Require.belowOne("train.outer.momentum", momentum);
    }
  }

  /** What happens when a retry or resume lands on a machine that computes other bits. */
  public enum Exact {
    STRICT,
    WARN
  }

  /** Who averages. */
  public enum Master {
    LOGO,
    DL4J
  }

  /**
   * How often checkpoints are written and which stay.
   *
   * @param everyRounds rounds between checkpoints inside an epoch; 0: at its end only
   * @param keepLast newest checkpoints kept
   * @param keepBest checkpoints with the best score kept beside them
   */
  public record Checkpoint(int everyRounds, int keepLast, int keepBest) {
    public Checkpoint {
      Require.atLeast("train.checkpoint.every-rounds", everyRounds, 0);
      Require.atLeast("train.checkpoint.keep-last", keepLast, 1);
      Require.atLeast("train.checkpoint.keep-best", keepBest, 0);
    }
  }

  public TrainConfig {
    freeze = List.copyOf(freeze);
    Require.within("train.epochs", epochs, 1, 1_000_000);
    Require.within("train.batch", batch, 1, MOST_CLIPS);
    Require.within("train.workers", workers, 1, 100_000);
    Require.within("train.averaging-frequency", averagingFrequency, 1, MOST_CLIPS);
    Require.within("train.post-local-epochs", postLocalEpochs, 0, 1_000_000);
    Require.that(
        stragglerFactor > 1,
        "train.straggler-factor",
        stragglerFactor,
        "must be above 1, or half of the workers are stragglers");
    Require.within("train.step-timeout", stepTimeout, 1, 31_536_000);
    Require.within("train.bn-recalibrate", bnRecalibrate, 0, 100_000_000);
    Require.within("train.threads", threads, 1, 10_000);
    Require.atLeast("train.evaluate-every", evaluateEvery, 1);
    Require.that(
        batch >= workers,
        "train.batch",
        batch,
        "is divided over train.workers = " + workers + ", so it must be at least that");
    Require.that(
        rounds != Rounds.CREW || master == Master.LOGO,
        "train.rounds",
        "crew",
        "is for train.master = logo");
    KernelSets.require(kernels, precision);
  }
}
