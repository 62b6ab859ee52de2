package org.logoformer.jobs.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.logoformer.train.metrics.EpochPoint;
import org.logoformer.train.metrics.History;

/**
 * The results of a run, or of one of its folds, by each protocol.
 *
 * @param results in the order of the protocols, then of the folds; empty for earlier versions
 */
public record Protocols(List<Result> results) {
  /** Of a run that left no log. */
  public static final Protocols NONE = new Protocols(List.of());

  private static final String FIELD = "protocols";

  /**
   * The test of the epoch that a protocol chooses in a fold.
   *
   * @param fold 0 for a plain split
   * @param epoch from 1
   * @param recalls by class; NaN for a class without clips
   * @param clips of each class
   */
  public record Result(
      Protocol protocol,
      int fold,
      int epoch,
      double uar,
      double war,
      List<Double> recalls,
      List<Long> clips) {
    /** Copies the lists. */
    public Result {
      recalls = List.copyOf(recalls);
      clips = List.copyOf(clips);
    }

    private static Result of(Protocol protocol, int fold, EpochPoint epoch, Evaluation test) {
      List<Long> clips = IntStream.range(0, test.classes().size()).mapToObj(test::clips).toList();
      return new Result(
          protocol, fold, epoch.epoch(), epoch.uar(), epoch.war(), epoch.recalls(), clips);
    }
  }

  /** Copies the list. */
  public Protocols {
    results = List.copyOf(results);
  }

  /**
   * What the log of a fold tells.
   *
   * @param test any test of the fold: the clips of all of them are the same
   */
  public static Protocols of(int fold, History history, Evaluation test) {
    List<Result> results = new ArrayList<>();
    for (Protocol protocol : Protocol.values()) {
      protocol
          .choose(history.epochs())
          .filter(epoch -> epoch.recalls().size() == test.classes().size())
          .ifPresent(epoch -> results.add(Result.of(protocol, fold, epoch, test)));
    }
    return new Protocols(results);
  }

  /** Those of several folds. */
  public static Protocols of(List<Protocols> folds) {
    List<Result> results = new ArrayList<>();
    for (Protocol protocol : Protocol.values()) {
      folds.forEach(fold -> results.addAll(fold.of(protocol)));
    }
    return new Protocols(results);
  }

  /** The protocols that all folds have, in their order. */
  public List<Protocol> all() {
    long folds = results.stream().map(Result::fold).distinct().count();
    return List.of(Protocol.values()).stream()
        .filter(p -> of(p).size() == folds && folds > 0)
        .toList();
  }

  /** The results of a protocol, a fold each. */
  public List<Result> of(Protocol protocol) {
    return results.stream().filter(r -> r.protocol() == protocol).toList();
  }

  /** Mean and deviation over the folds. */
  public Spread spread(Protocol protocol, ToDoubleFunction<Result> figure) {
    return Spread.of(of(protocol).stream().mapToDouble(figure).boxed().toList());
  }

  /** Recall of a class, mean over the folds that have clips of it; NaN without clips. */
  public double recall(Protocol protocol, int label) {
    return of(protocol).stream()
        .mapToDouble(r -> r.recalls().get(label))
        .filter(r -> !Double.isNaN(r))
        .average()
        .orElse(Double.NaN);
  }

  /** Recall of a class over the clips of all folds together; NaN without clips. */
  public double pooledRecall(Protocol protocol, int label) {
    double right = 0;
    long clips = 0;
    for (Result result : of(protocol)) {
      if (result.clips().get(label) > 0) {
        right += result.recalls().get(label) * result.clips().get(label);
        clips += result.clips().get(label);
      }
    }
    // A share of whole clips, so that it is the one that counting gives.
    return Math.rint(right) / clips;
  }

  /** Adds the field that {@link #parse} reads. */
  void put(ObjectNode root) {
    if (results.isEmpty()) {
      return;
    }
    ArrayNode rows = root.putArray(FIELD);
    for (Protocol protocol : Protocol.values()) {
      if (!of(protocol).isEmpty()) {
        put(rows.addObject(), protocol);
      }
    }
  }

  private void put(ObjectNode row, Protocol protocol) {
    row.put("protocol", protocol.key()).put("label", protocol.label());
    Json.put(row, "uar", spread(protocol, Result::uar).mean());
    Json.put(row, "uar_deviation", spread(protocol, Result::uar).deviation());
    Json.put(row, "war", spread(protocol, Result::war).mean());
    Json.put(row, "war_deviation", spread(protocol, Result::war).deviation());
    int classes = of(protocol).get(0).clips().size();
    Json.put(
        row,
        "recalls",
        IntStream.range(0, classes).mapToDouble(c -> recall(protocol, c)).toArray());
    Json.put(
        row,
        "pooled_recalls",
        IntStream.range(0, classes).mapToDouble(c -> pooledRecall(protocol, c)).toArray());
    ArrayNode folds = row.putArray("folds");
    for (Result result : of(protocol)) {
      ObjectNode fold = folds.addObject().put("fold", result.fold()).put("epoch", result.epoch());
      Json.put(fold, "uar", result.uar());
      Json.put(fold, "war", result.war());
      Json.put(fold, "recalls", result.recalls().stream().mapToDouble(r -> r).toArray());
      ArrayNode clips = fold.putArray("clips");
      result.clips().forEach(clips::add);
    }
  }

  /** Reads the field of a file; earlier versions had none. */
  static Protocols parse(JsonNode root) {
    List<Result> results = new ArrayList<>();
    for (JsonNode row : root.path(FIELD)) {
      Optional<Protocol> protocol = Protocol.of(row.path("protocol").asText());
      if (protocol.isPresent()) {
        row.path("folds").forEach(fold -> results.add(result(protocol.get(), fold)));
      }
    }
    return new Protocols(results);
  }

  private static Result result(Protocol protocol, JsonNode fold) {
    List<Double> recalls = new ArrayList<>();
    fold.path("recalls").forEach(r -> recalls.add(r.asDouble(Double.NaN)));
    List<Long> clips = new ArrayList<>();
    fold.path("clips").forEach(c -> clips.add(c.asLong()));
    return new Result(
        protocol,
        fold.path("fold").asInt(),
        fold.path("epoch").asInt(),
        Json.number(fold, "uar"),
        Json.number(fold, "war"),
        recalls,
        clips);
  }

  /** A line for each protocol, as programs read it; shares with four decimals. */
  public List<String> lines(String command) {
    return all().stream()
        .map(
            p ->
                String.format(
                    Locale.ROOT,
                    "%s protocol=%s uar=%.4f war=%.4f epochs=%s",
                    command,
                    p.key(),
                    spread(p, Result::uar).mean(),
                    spread(p, Result::war).mean(),
                    of(p).stream()
                        .map(r -> Integer.toString(r.epoch()))
                        .collect(Collectors.joining(","))))
        .toList();
  }
}
