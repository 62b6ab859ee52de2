package org.logoformer.jobs.sweep;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.logoformer.jobs.sweep.search.Board;
import org.logoformer.jobs.sweep.search.Event.Score;
import org.logoformer.jobs.sweep.search.Standing;
import org.logoformer.jobs.sweep.search.State;

/** A trial and how it stands, for people and files. */
record Outcome(Trial trial, Standing standing) {
  /** Finished ones first, then those that got further; of those the best UAR. */
  static final Comparator<Outcome> BEST_FIRST =
      Comparator.<Outcome>comparingInt(o -> o.standing.state() == State.FINISHED ? 0 : 1)
          .thenComparingInt(o -> o.standing.state() == State.FINISHED ? 0 : -o.standing.reached())
          .thenComparing(Outcome::standing, Board.BEST_FIRST);

  /** Its state, as files have it. */
  String state() {
    return standing.state().name().toLowerCase(Locale.ROOT);
  }

  /** {@code trial-012 uar=0.8123}, and how far it is if it has not finished. */
  String brief() {
    String uar =
        standing.last().map(s -> String.format(Locale.ROOT, " uar=%.4f", s.uar())).orElse("");
    boolean isFinished = standing.state() == State.FINISHED;
    return trial.name() + uar + (isFinished ? "" : " epochs=" + standing.reached());
  }

  /** {@code trial-012 finished uar=0.8123 war=.. seconds=..}, its settings, and why it ended. */
  String line() {
    StringBuilder line = new StringBuilder(trial.name()).append(' ').append(state());
    standing
        .last()
        .ifPresent(
            s -> line.append(String.format(Locale.ROOT, " uar=%.4f war=%.4f", s.uar(), s.war())));
    line.append(String.format(Locale.ROOT, " seconds=%.1f", standing.seconds()));
    if (standing.state() != State.FINISHED) {
      line.append(" epochs=").append(standing.reached());
    }
    trial.settings().forEach(setting -> line.append(' ').append(setting));
    reason().ifPresent(why -> line.append(": ").append(why));
    return line.toString();
  }

  Optional<String> reason() {
    return Optional.of(standing.reason()).filter(r -> !r.isEmpty());
  }

  /** Writes all of it. */
  void put(ObjectNode row) {
    row.put("trial", trial.name());
    trial.settings().forEach(row.putArray("settings")::add);
    row.put("state", state());
    reason().ifPresent(why -> row.put("reason", why));
    standing.last().ifPresent(s -> row.put("uar", s.uar()).put("war", s.war()));
    row.put("epochs", standing.reached()).put("seconds", standing.seconds());
    ArrayNode scores = row.putArray("scores");
    standing
        .scores()
        .forEach(
            (epoch, s) ->
                scores.addObject().put("epoch", epoch).put("uar", s.uar()).put("war", s.war()));
  }

  /** First line of a table of trials. */
  static String header(List<String> keys) {
    return "trial,state,uar,war,epochs,seconds," + String.join(",", keys) + ",reason\n";
  }

  /** A line of the table. */
  String row(List<String> keys) {
    StringBuilder row = new StringBuilder(trial.name()).append(',').append(state());
    Optional<Score> last = standing.last();
    row.append(',').append(last.map(s -> Double.toString(s.uar())).orElse(""));
    row.append(',').append(last.map(s -> Double.toString(s.war())).orElse(""));
    row.append(',').append(standing.reached());
    row.append(String.format(Locale.ROOT, ",%.3f", standing.seconds()));
    keys.forEach(key -> row.append(',').append(quoted(value(key))));
    return row.append(',').append(quoted(standing.reason())).append('\n').toString();
  }

  private String value(String key) {
    return trial.settings().stream()
        .filter(s -> s.startsWith(key + "="))
        .map(s -> s.substring(key.length() + 1))
        .findFirst()
        .orElse("");
  }

  private static String quoted(String field) {
    return field.matches("[^\",\r\n]*") ? field : '"' + field.replace("\"", "\"\"") + '"';
  }
}
