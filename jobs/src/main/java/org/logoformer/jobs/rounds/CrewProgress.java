package org.logoformer.jobs.rounds;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.logoformer.error.DivergedException;
import org.logoformer.jobs.rounds.CrewMessage.Done;
import org.logoformer.jobs.rounds.CrewMessage.Refused;
import org.logoformer.jobs.rounds.CrewMessage.Slice;
import org.logoformer.train.plan.Position;
import org.logoformer.train.plan.Round;
import org.logoformer.train.round.Phase;
import org.logoformer.train.round.RoundBytes;
import org.logoformer.train.round.RoundResult;
import org.logoformer.train.round.RoundTimes;
import org.logoformer.train.round.WorkerReport;
import org.logoformer.train.round.WorkerTimes;
import org.logoformer.train.state.FlatVector;
import org.logoformer.train.state.TrainingState;

/**
 * How far the rounds of a crew have come, over all attempts: each round counts once, by the first
 * report of it. All attempts compute the same, from the same start.
 */
final class CrewProgress {
  private final List<Round> rounds;
  private final TrainingState start;
  private final Exactness exactness;
  private final Consumer<RoundResult> done;

  /** Slices of the last state by attempt. */
  private final Map<Long, List<FlatVector>> slices = new HashMap<>();

  private final List<Integer> inexact = new ArrayList<>();
  private int count;

  /** Attempts since the last round that was done. */
  private int lost;

  private Position position;
  private TrainingState end;
  private RoundTimes times = RoundTimes.ZERO;
  private RoundBytes bytes = RoundBytes.ZERO;
  private long since = System.nanoTime();

  CrewProgress(
      List<Round> rounds, TrainingState start, Exactness exactness, Consumer<RoundResult> done) {
    this.rounds = rounds;
    this.start = start;
    this.exactness = exactness;
    this.done = done;
    this.position = start.position();
  }

  /** Rounds that are done. */
  int rounds() {
    return count;
  }

  /** An attempt has failed: counted with the round that is done next. */
  void lost() {
    lost++;
  }

  /** Who is told of the rounds that follow, if others run all of them from the start. */
  Consumer<RoundResult> unseen() {
    int[] skipped = {count};
    return result -> {
      if (skipped[0] > 0) {
        skipped[0]--;
      } else {
        done.accept(result.after(lost));
        lost = 0;
      }
    };
  }

  /** The state after the last round; null before. */
  TrainingState end() {
    return end;
  }

  /** A job starts: counts the time and bytes of that for the next round. */
  void started(long nanos, long broadcast) {
    // A job before it may have ended between the state and the report of its last round.
    slices.clear();
    times = times.plus(Phase.BROADCAST, nanos);
    bytes = bytes.plus(new RoundBytes(broadcast, 0, 0));
  }

  /**
   * Takes a message in.
   *
   * @param size of it in bytes
   * @throws org.logoformer.error.LogoException if the worker met what ends the training
   */
  void take(Packet<CrewMessage> packet, long size) {
    bytes = bytes.plus(new RoundBytes(0, size, 0));
    if (packet.head() instanceof Slice slice) {
      List<FlatVector> before = slices.computeIfAbsent(slice.attempt(), a -> new ArrayList<>());
      if (slice.slice() != before.size()) {
        throw new IllegalStateException(
            "Slice %d of a state came as number %d".formatted(slice.slice(), before.size()));
      }
      before.add(packet.vectors().get(0));
    } else if (packet.head() instanceof Refused refused) {
      RoundResult.requireSound(List.of(refused.report()));
    } else if (packet.head() instanceof Done report) {
      take(report);
    }
  }

  private void take(Done report) {
    List<WorkerReport> reports = report.reports();
    bytes = bytes.plus(new RoundBytes(0, 0, report.times().exchanged()));
    if (report.round() < count && reports.stream().anyMatch(r -> r.problem().isPresent())) {
      return; // Of an attempt that Spark has given up: another one did the round.
    }
    RoundResult.requireSound(reports);
    inexact.addAll(exactness.inexact(reports));
    if (report.round() < count) {
      return;
    }
    if (report.diverged() != null) {
      throw new DivergedException(report.diverged());
    }
    Round round = rounds.get(report.round());
    position = position.afterRound(round.steps());
    count++;
    TrainingState state = TrainingState.away(position);
    if (count == rounds.size()) {
      state = joined(slices.get(report.attempt()));
      end = state;
    }
    done.accept(new RoundResult(state, reports, times(report), bytes, List.copyOf(inexact), lost));
    lost = 0;
    times = RoundTimes.ZERO;
    bytes = RoundBytes.ZERO;
    inexact.clear();
    since = System.nanoTime();
  }

  /**
   * What the round took beside the slowest worker's own time is the exchange; what no phase
   * accounts for is scheduling, a lost attempt included.
   */
  private RoundTimes times(Done report) {
    RoundTimes workers =
        WorkerTimes.sideBySide(report.reports().stream().map(WorkerReport::times).toList());
    long applied = report.times().appliedNanos();
    long exchange = report.times().allNanos() - workers.total() - applied;
    RoundTimes known =
        times.plus(workers).plus(Phase.REDUCE, Math.max(0, exchange)).plus(Phase.APPLY, applied);
    long all = System.nanoTime() - since;
    return known.plus(Phase.SCHEDULING, Math.max(0, all - known.total()));
  }

  private TrainingState joined(List<FlatVector> parts) {
    FlatVector whole = FlatVector.join(parts);
    int parameters = start.parameters().length();
    int updater = parameters + start.updater().length();
    return new TrainingState(
        whole.slice(0, parameters),
        whole.slice(parameters, updater),
        whole.slice(updater, whole.length()),
        position);
  }
}
