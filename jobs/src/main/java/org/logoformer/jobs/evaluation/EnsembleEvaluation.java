package org.logoformer.jobs.evaluation;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.logoformer.config.DataConfig;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.jobs.network.Weights;
import org.logoformer.jobs.run.Evaluation;
import org.logoformer.jobs.run.Fold;
import org.logoformer.jobs.run.FoldMetrics;
import org.logoformer.jobs.run.Hash;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.jobs.run.RunMetrics;
import org.logoformer.jobs.run.RunShards;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.Manifest;
import org.logoformer.storage.FolderOwner;
import org.logoformer.storage.SharedPaths;
import org.logoformer.train.round.Testing;

/**
 * Several networks, of one kind or of several, on the same clips: each alone, and all together by
 * the mean of their probabilities (an ensemble). Its files are those of an evaluation of the run
 * that the command names, those of each network lie below {@code models/<name>}.
 */
final class EnsembleEvaluation {
  private final List<Member> members;
  private final LogoConfig config;
  private final Configuration hadoop;
  private final RunFolder target;
  private final Manifest manifest;
  private final Testing.Asked asked;
  private final PrintWriter console;

  private EnsembleEvaluation(
      List<Member> members, String name, Testing.Asked asked, PrintWriter console)
      throws IOException {
    this.asked = asked;
    this.members = members;
    this.config = members.get(0).config();
    this.hadoop = SharedPaths.hadoop(config);
    this.console = console;
    Path shards = new Path(config.data().shards());
    this.manifest = Manifest.read(shards.getFileSystem(hadoop), shards);
    manifest.requireLabels(shards);
    members.forEach(this::requireClasses);
    RunFolder run = RunFolder.of(config.run());
    this.target = run.evaluation(name == null ? Hash.of(identity()) : name);
  }

  /** Probabilities are merged class by class: the same number of other names will not do. */
  private void requireClasses(Member member) {
    List<String> classes = manifest.origin().classes().names();
    member
        .classes()
        .filter(own -> !own.equals(classes))
        .ifPresent(
            own -> {
              throw new ConfigException(
                  "The shard set %s has the classes %s, the network %s has %s: name a set and networks of the same classes"
                      .formatted(
                          config.data().shards(),
                          String.join(", ", classes),
                          member.name(),
                          String.join(", ", own)));
            });
  }

  /** All that tells it apart: with other clips or looks it takes nothing from an earlier one. */
  private String identity() throws IOException {
    DataConfig data = config.data();
    return Stream.concat(
            Stream.of(
                origins(),
                RunShards.hash(hadoop, data.shards()),
                data.folds().toString(),
                data.testSplit()),
            members.stream().map(m -> ShardPredictions.how(m.config(), Testing.Asked.LOGITS)))
        .collect(Collectors.joining("\n"));
  }

  /** Where its files go. */
  RunFolder target() {
    return target;
  }

  /**
   * Checks that the networks can be asked about the same clips, before Spark is started.
   *
   * @param name of the evaluation; null: a hash of its networks, its clips and how they are looked
   *     at
   * @param asked whether features of each network are wanted
   * @throws ConfigException if they cannot
   * @throws org.logoformer.error.DataException if the shards are missing or broken
   */
  static EnsembleEvaluation of(
      List<Member> members, String name, Testing.Asked asked, PrintWriter console) {
    if (members.size() < 2) {
      throw new ConfigException(
          "--checkpoints takes several networks; for one give run.name or evaluate.weights");
    }
    LogoConfig first = members.get(0).config();
    RunEvaluation.require(first, name);
    for (Member member : members) {
      requireSame("data.shards", first.data().shards(), member, member.config().data().shards());
      requireSame("data.folds", first.data().folds(), member, member.config().data().folds());
      requireSame(
          "data.test-split", first.data().testSplit(), member, member.config().data().testSplit());
      requireSame(
          "model.classes", first.model().classes(), member, member.config().model().classes());
    }
    try {
      return new EnsembleEvaluation(members, name, asked, console);
    } catch (IOException e) {
      throw new ClusterException("Cannot read the shards: " + e.getMessage(), e);
    }
  }

  private static void requireSame(String key, Object first, Member member, Object own) {
    if (!first.equals(own)) {
      throw new ConfigException(
          "%s is %s for the first of the networks and %s for %s: give it as an argument"
              .formatted(key, first, own, member.name()));
    }
  }

  /** Evaluates each network and the ensemble, writes their files, and prints a line for each. */
  void evaluate(JavaSparkContext spark) {
    try (FolderOwner owner =
        FolderOwner.take(hadoop, target.folder(), FolderOwner.Work.EVALUATED)) {
      Map<Member, Map<Integer, List<Seen>>> seen = new LinkedHashMap<>();
      members.forEach(member -> seen.put(member, look(spark, member)));
      owner.require();
      write(seen);
      members.forEach(
          member -> member.weights().keySet().forEach(fold -> parts(member, fold).delete(hadoop)));
    }
  }

  private RunFolder place(Member member) {
    return new RunFolder(new Path(target.models(), member.name()));
  }

  private PartFiles parts(Member member, int fold) {
    return new PartFiles(place(member).fold(fold).parts());
  }

  private Map<Integer, List<Seen>> look(JavaSparkContext spark, Member member) {
    Map<Integer, List<Seen>> folds = new LinkedHashMap<>();
    member
        .weights()
        .forEach((fold, weights) -> folds.put(fold, seen(spark, member, fold, weights)));
    return folds;
  }

  private void write(Map<Member, Map<Integer, List<Seen>>> seen) {
    Map<Integer, List<List<Seen>>> byFold = new LinkedHashMap<>();
    Fold.numbers(config.data()).forEach(fold -> byFold.put(fold, new ArrayList<>()));
    List<String> lines = new ArrayList<>();
    for (Member member : members) {
      Map<Integer, Evaluation> folds = new LinkedHashMap<>();
      RunFolder place = place(member);
      seen.get(member)
          .forEach(
              (fold, of) -> {
                byFold.get(fold).add(of);
                String weights = member.weights().get(fold).origin();
                folds.put(fold, write(place, fold, of, weights, member.config()));
              });
      lines.add(line("model=" + member.name(), folds, means(place, folds, origins(member))));
    }
    Map<Integer, Evaluation> folds = new LinkedHashMap<>();
    byFold.forEach(
        (fold, each) -> folds.put(fold, write(target, fold, merged(each), origins(), config)));
    RunMetrics means = means(target, folds, origins());
    Evaluation.together(folds.values()).ifPresent(all -> EvaluationText.print(all, console));
    lines.forEach(console::println);
    console.println(line("ensemble models=" + members.size(), folds, means));
  }

  private List<Seen> seen(JavaSparkContext spark, Member member, int fold, Weights weights) {
    List<ClipRecord> clips = Fold.testClips(manifest, config.data(), fold);
    return ShardPredictions.of(spark, member.config(), weights, clips, asked, parts(member, fold));
  }

  /** Every list is in the order of the clip ids. Networks together have no features. */
  private static List<Seen> merged(List<List<Seen>> each) {
    List<Seen> merged = new ArrayList<>();
    for (int i = 0; i < each.get(0).size(); i++) {
      int clip = i;
      List<Prediction> same = each.stream().map(seen -> seen.get(clip).prediction()).toList();
      merged.add(new Seen(Prediction.merged(same), new float[0]));
    }
    return merged;
  }

  /**
   * @param how the clips were looked at
   */
  private Evaluation write(
      RunFolder place, int fold, List<Seen> seen, String weights, LogoConfig how) {
    List<String> classes = manifest.origin().classes().names();
    EvaluationFiles files = new EvaluationFiles(hadoop, place.fold(fold));
    Evaluation evaluation =
        Evaluation.of(seen.stream().map(Seen::prediction).toList(), classes).resampled(config);
    FoldMetrics metrics =
        FoldMetrics.of(evaluation, fold, weights, how.data()).seen(how.evaluate());
    files.write(seen, metrics);
    files.write(metrics);
    return evaluation;
  }

  private RunMetrics means(RunFolder place, Map<Integer, Evaluation> folds, String weights) {
    RunMetrics means =
        RunMetrics.of(folds, OptionalInt.empty()).under(Map.of("evaluate.weights", weights));
    means.write(hadoop, place.metrics());
    return means;
  }

  private static String line(String who, Map<Integer, Evaluation> folds, RunMetrics means) {
    return String.format(
        Locale.ROOT,
        "evaluate %s folds=%d clips=%d uar=%.4f war=%.4f",
        who,
        folds.size(),
        folds.values().stream().mapToLong(Evaluation::clips).sum(),
        means.uar().mean(),
        means.war().mean());
  }

  private String origins() {
    return members.stream().map(EnsembleEvaluation::origins).collect(Collectors.joining(", "));
  }

  private static String origins(Member member) {
    return member.weights().values().stream()
        .map(Weights::origin)
        .collect(Collectors.joining(", "));
  }
}
