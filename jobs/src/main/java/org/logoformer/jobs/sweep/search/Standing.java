package org.logoformer.jobs.sweep.search;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** What is known of a trial. Changed by its board alone. */
public final class Standing {
  private final int trial;
  private final int epochs;
  private final NavigableMap<Integer, Event.Score> scores = new TreeMap<>();
  private State state = State.WAITING;
  private String reason = "";
  private double seconds;
  private int until;

  Standing(int trial, int epochs) {
    this.trial = trial;
    this.epochs = epochs;
  }

  void apply(Event event) {
    if (event instanceof Event.Started started) {
      state = State.RUNNING;
      until = started.until();
      reason = "";
    } else if (event instanceof Event.Scored scored) {
      scores.put(scored.epoch(), scored.score());
      seconds += scored.seconds();
      reason = "";
      state = scored.epoch() >= epochs ? State.FINISHED : State.PAUSED;
    } else if (event instanceof Event.Ended ended) {
      state = ended.state();
      reason = ended.reason();
    }
  }

  /** Number of the trial, from 1. */
  public int trial() {
    return trial;
  }

  /** Epochs after which it is finished. */
  public int epochs() {
    return epochs;
  }

  /** How far it is. */
  public State state() {
    return state;
  }

  /** Whether it finished with other settings than it has now: its score is not one of these. */
  public boolean isOfOtherSettings() {
    return state == State.FINISHED && !reason.isEmpty();
  }

  /** Why it ended without having finished, or cannot go on; empty if neither. */
  public String reason() {
    return reason;
  }

  /** Seconds of training, over all times it was started. */
  public double seconds() {
    return seconds;
  }

  /** Epochs to which it was started last. */
  public int until() {
    return until;
  }

  /** Epochs after which it was tested last; 0 before the first. */
  public int reached() {
    return scores.isEmpty() ? 0 : scores.lastKey();
  }

  /** The last test. */
  public Optional<Event.Score> last() {
    return Optional.ofNullable(scores.lastEntry()).map(e -> e.getValue());
  }

  /** The first test after at least {@code epoch} epochs. */
  Optional<Event.Score> at(int epoch) {
    return Optional.ofNullable(scores.ceilingEntry(epoch)).map(e -> e.getValue());
  }

  /** The tests by epoch. */
  public NavigableMap<Integer, Event.Score> scores() {
    return Collections.unmodifiableNavigableMap(scores);
  }
}
