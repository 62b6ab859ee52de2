package org.logoformer.jobs.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.config.RunConfig;
import org.logoformer.error.DataException;
import org.logoformer.metrics.Bootstrap;
import org.logoformer.metrics.Interval;

/**
 * {@code seeds.json}: what runs reached that differ in their seed alone.
 *
 * @param seeds in the order they were asked for
 */
public record SeedMetrics(List<Seed> seeds) {
  /**
   * One run.
   *
   * @param run its folder's name
   * @param folds that it was tested on
   * @param uar mean over the folds
   * @param war mean over the folds
   * @param protocols what choosing an epoch makes of it
   */
  public record Seed(
      long seed, String run, int folds, double uar, double war, Protocols protocols) {
    /** What a run left. */
    public static Seed of(RunConfig run, RunMetrics metrics) {
      return new Seed(
          run.seed(),
          run.name(),
          metrics.folds().size(),
          metrics.uar().mean(),
          metrics.war().mean(),
          metrics.protocols());
    }
  }

  /**
   * A figure over the seeds.
   *
   * @param interval of the mean, by Student's t; unknown for one seed
   */
  public record Estimate(Spread spread, Interval interval) {
    private static Estimate of(double[] values) {
      return new Estimate(
          Spread.of(Arrays.stream(values).boxed().toList()), Interval.ofMean(values));
    }
  }

  /** Copies the list. */
  public SeedMetrics {
    seeds = List.copyOf(seeds);
  }

  /** UAR over the seeds. */
  public Estimate uar() {
    return over(Seed::uar);
  }

  /** WAR over the seeds. */
  public Estimate war() {
    return over(Seed::war);
  }

  /** The protocols that all seeds have. */
  public List<Protocol> protocols() {
    return List.of(Protocol.values()).stream()
        .filter(p -> seeds.stream().allMatch(s -> s.protocols().all().contains(p)))
        .toList();
  }

  /** A figure over the seeds by a protocol, of each run the mean over its folds. */
  public Estimate by(Protocol protocol, ToDoubleFunction<Protocols.Result> figure) {
    return over(seed -> seed.protocols().spread(protocol, figure).mean());
  }

  /** A figure of each seed. */
  public double[] values(ToDoubleFunction<Seed> figure) {
    return seeds.stream().mapToDouble(figure).toArray();
  }

  private Estimate over(ToDoubleFunction<Seed> figure) {
    return Estimate.of(values(figure));
  }

  /** Writes the file. */
  public void write(Configuration hadoop, Path file) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("level", Bootstrap.LEVEL).put("interval", "Student's t over the seeds");
    put(root.putObject("uar"), uar());
    put(root.putObject("war"), war());
    ArrayNode protocols = root.putArray("protocols");
    for (Protocol protocol : protocols()) {
      ObjectNode row = protocols.addObject().put("protocol", protocol.key());
      row.put("label", protocol.label());
      put(row.putObject("uar"), by(protocol, Protocols.Result::uar));
      put(row.putObject("war"), by(protocol, Protocols.Result::war));
    }
    ArrayNode rows = root.putArray("seeds");
    for (Seed seed : seeds) {
      ObjectNode row = rows.addObject().put("seed", seed.seed()).put("run", seed.run());
      row.put("folds", seed.folds());
      Json.put(row, "uar", seed.uar());
      Json.put(row, "war", seed.war());
      seed.protocols().put(row);
    }
    RunFolder.write(hadoop, file, root.toPrettyString() + "\n");
  }

  private static void put(ObjectNode row, Estimate estimate) {
    Json.put(row, "mean", estimate.spread().mean());
    Json.put(row, "deviation", estimate.spread().deviation());
    Json.put(row, "interval", estimate.interval());
  }

  /**
   * Reads what {@link #write} wrote; empty if the file is not there.
   *
   * @throws DataException if it is something else
   */
  public static Optional<SeedMetrics> read(FileSystem files, Path file) throws IOException {
    return RunFolder.text(files, file).map(text -> parse(text, file.toString()));
  }

  private static SeedMetrics parse(String text, String file) {
    List<Seed> seeds = new ArrayList<>();
    for (JsonNode row : Json.read(text, file).path("seeds")) {
      seeds.add(
          new Seed(
              row.path("seed").asLong(),
              row.path("run").asText(),
              row.path("folds").asInt(),
              Json.number(row, "uar"),
              Json.number(row, "war"),
              Protocols.parse(row)));
    }
    if (seeds.isEmpty()) {
      throw new DataException(file + " holds no seeds: it is not what 'logo train' writes");
    }
    return new SeedMetrics(seeds);
  }
}
