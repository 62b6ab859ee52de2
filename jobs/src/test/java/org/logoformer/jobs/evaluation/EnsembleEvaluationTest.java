package org.logoformer.jobs.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.checkpoint.Checkpoint;
import org.logoformer.checkpoint.CheckpointId;
import org.logoformer.checkpoint.CheckpointStore;
import org.logoformer.checkpoint.Retention;
import org.logoformer.checkpoint.SafeTensor;
import org.logoformer.checkpoint.Safetensors;
import org.logoformer.clip.ClassMap;
import org.logoformer.config.LogoConfig;
import org.logoformer.dl4j.NetworkGraph;
import org.logoformer.dl4j.SamGraph;
import org.logoformer.error.ConfigException;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.jobs.Fixture;
import org.logoformer.jobs.TinyShards;
import org.logoformer.jobs.TinyShards.Tags;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.jobs.network.Weights;
import org.logoformer.jobs.report.ReportCommand;
import org.logoformer.jobs.run.Fold;
import org.logoformer.jobs.run.RunFolder;
import org.logoformer.train.round.Testing;
import org.logoformer.weights.Settings;

class EnsembleEvaluationTest {
  private static final String VIEWS = "evaluate.views=2";
  private static final String FLIP = "evaluate.flip=true";

  @TempDir Path folder;

  @BeforeEach
  void writeShards() throws IOException {
    TinyShards.write(folder.resolve("shards"), 2, Tags.SPLIT);
  }

  @Test
  void networksOfDifferentKindsAreEvaluatedAloneAndTogetherInSeveralViews() throws IOException {
    Path logo =
        write(
            "logo", Fixture.read(Fixture.weights()).tensors(), LogoConfig.of("model.preset=tiny"));
    Path lstm = random("lstm", LogoConfig.of("model.name=resnet18-lstm", "model.preset=tiny"));
    CommandLineRun run =
        evaluate("--checkpoints", logo + "," + lstm, "--name", "both", VIEWS, FLIP);
    assertThat(run.exitCode()).as(run.error()).isZero();
    List<String> lines = run.out().lines().toList();
    assertThat(lines.subList(lines.size() - 3, lines.size()))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("evaluate model=logo folds=1 clips=8 uar="),
            line -> assertThat(line).startsWith("evaluate model=lstm folds=1 clips=8 uar="),
            line -> assertThat(line).startsWith("evaluate ensemble models=2 folds=1 clips=8 uar="));
    assertThat(
            evaluate(
                    "model.preset=tiny", "evaluate.weights=" + logo, "--name", "alone", VIEWS, FLIP)
                .exitCode())
        .isZero();
    assertThat(folder.resolve("runs/r/evaluations/both/fold-0/metrics.json"))
        .content()
        .contains("\"views\" : \"2, each also mirrored\"");
    List<Prediction> ofLogo = predictions("both/models/logo");
    List<Prediction> ofLstm = predictions("both/models/lstm");
    assertThat(ofLogo).isEqualTo(predictions("alone"));
    List<Prediction> together = predictions("both");
    assertThat(together).hasSize(8);
    for (int i = 0; i < 8; i++) {
      assertThat(together.get(i))
          .isEqualTo(Prediction.merged(List.of(ofLogo.get(i), ofLstm.get(i))));
      assertThat(ofLogo.get(i).probabilities()).isNotEqualTo(ofLstm.get(i).probabilities());
    }
  }

  @Test
  void runsOfSeveralFoldsAreAskedFoldByFold() throws IOException {
    TinyShards.write(folder.resolve("folds"), 2, Tags.FOLDS);
    List<String> runs = new ArrayList<>();
    for (float bias : new float[] {0, 0.5f}) {
      Path run = folder.resolve("runs/bias-" + bias);
      for (int fold : List.of(1, 2)) {
        checkpoint(run.resolve("fold-" + fold), fold * bias, bias > 0 ? "edge" : "linspace");
      }
      runs.add(run.toString());
    }
    CommandLineRun run =
        evaluate(
            "--checkpoints",
            String.join(",", runs),
            "--name",
            "runs",
            "data.shards=" + folder.resolve("folds"));
    assertThat(run.exitCode()).as(run.error()).isZero();
    assertThat(run.out())
        .containsPattern("(?m)^evaluate model=bias-0.0 folds=2 clips=8 uar=")
        .containsPattern("(?m)^evaluate model=bias-0.5 folds=2 clips=8 uar=")
        .containsPattern("(?m)^evaluate ensemble models=2 folds=2 clips=8 uar=");
    assertThat(predictions("runs", 1)).extracting(Prediction::fold).containsOnly(1).hasSize(4);
    assertThat(predictions("runs", 2)).extracting(Prediction::fold).containsOnly(2).hasSize(4);
    assertThat(folder.resolve("runs/r/evaluations/runs/metrics.json"))
        .content()
        .contains("\"pooled\" : {", "\"evaluate.weights\"");
    for (String member : List.of("bias-0.0/fold-1/\tlinspace", "bias-0.5/fold-2/\tedge")) {
      String[] words = member.split("\t", -1);
      Path models = folder.resolve("runs/r/evaluations/runs/models");
      assertThat(models.resolve(words[0] + "metrics.json"))
          .content()
          .contains("\"short_clip\" : \"%s\"".formatted(words[1]));
    }
    CommandLineRun report =
        CommandLineRun.of(new ReportCommand(), "run.name=r", "run.dir=" + folder.resolve("runs"));
    assertThat(report.exitCode()).as(report.error()).isZero();
    assertThat(folder.resolve("runs/r/report.html"))
        .content()
        .contains("Ensemble runs", "bias-0.5");
  }

  @Test
  void withOtherClipsOrLooksItHasAnotherFolder() throws IOException {
    TinyShards.write(folder.resolve("folds"), 2, Tags.FOLDS);
    String shards = "data.shards=" + folder.resolve("shards");
    List<RunFolder> places = new ArrayList<>();
    for (String[] settings :
        new String[][] {
          {shards},
          {"data.shards=" + folder.resolve("folds"), "data.folds=[1]"},
          {"data.shards=" + folder.resolve("folds"), "data.folds=[2]"},
          {shards, "data.test-split=train"},
          {shards, VIEWS},
          {shards, FLIP},
          {shards, "data.shuffle-frames=true"}
        }) {
      LogoConfig config = LogoConfig.of("model.preset=tiny").with(settings);
      places.add(target(config, Optional.empty()));
      assertThat(target(config, Optional.of(ClassMap.EMOTIONS.names())))
          .isEqualTo(places.get(places.size() - 1));
    }
    assertThat(places).doesNotHaveDuplicates();
  }

  @Test
  void asManyClassesOfOtherNamesOrInAnotherOrderAreRefused() throws IOException {
    LogoConfig config =
        LogoConfig.of("model.preset=tiny", "data.shards=" + folder.resolve("shards"));
    List<String> others = new ArrayList<>(ClassMap.EMOTIONS.names());
    Collections.reverse(others);
    assertThatThrownBy(() -> target(config, Optional.of(others)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("the network b has Fear, Disgust");
  }

  private static RunFolder target(LogoConfig config, Optional<List<String>> classes)
      throws IOException {
    Map<Integer, Weights> weights = new TreeMap<>();
    for (int fold : Fold.numbers(config.data())) {
      weights.put(
          fold,
          Weights.of(
              Fixture.read(Fixture.weights()), config.model(), Fixture.weights().toString()));
    }
    List<Member> members =
        List.of(
            new Member("a", config, weights, Optional.empty()),
            new Member("b", config, weights, classes));
    return EnsembleEvaluation.of(
            members, null, Testing.Asked.LOGITS, new PrintWriter(Writer.nullWriter()))
        .target();
  }

  private static void checkpoint(Path fold, float bias, String shortClip) throws IOException {
    Map<String, SafeTensor> tensors = new TreeMap<>(Fixture.read(Fixture.weights()).tensors());
    float[] biases = tensors.get("head.bias").floats();
    biases[1] += bias;
    tensors.put("head.bias", SafeTensor.of(biases, 7));
    new CheckpointStore(
            FileSystem.getLocal(new Configuration()),
            new org.apache.hadoop.fs.Path(fold.toUri()),
            Retention.ALL)
        .write(
            new Checkpoint(
                new CheckpointId(1, 1),
                OptionalDouble.empty(),
                tensors,
                Map.of(),
                Map.of(),
                JsonNodeFactory.instance
                    .objectNode()
                    .put(
                        "config",
                        LogoConfig.of(
                                "model.preset=tiny",
                                "data.folds=[1,2]",
                                "data.short-clip=" + shortClip)
                            .render())));
  }

  @Test
  void oneNetworkOrOneThatIsNotThereIsRefused() throws IOException {
    Path logo =
        write(
            "logo", Fixture.read(Fixture.weights()).tensors(), LogoConfig.of("model.preset=tiny"));
    CommandLineRun one = evaluate("--checkpoints", logo.toString());
    assertThat(one.exitCode()).isEqualTo(2);
    assertThat(one.error()).contains("--checkpoints takes several networks");
    CommandLineRun none = evaluate("--checkpoints", logo + "," + folder.resolve("none"));
    assertThat(none.exitCode()).isEqualTo(3);
    assertThat(none.error()).contains("none is not there");
    CommandLineRun other = evaluate("--checkpoints", logo + "," + logo, "data.sampling=uniform");
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.error()).contains("data.sampling was ");
  }

  private CommandLineRun evaluate(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run.name=r",
                "run.dir=" + folder.resolve("runs"),
                "data.shards=" + folder.resolve("shards"),
                "spark.master=\"local[2]\"",
                "spark.conf.\"spark.ui.enabled\"=\"false\""));
    arguments.addAll(List.of(more));
    return CommandLineRun.of(new EvaluateCommand(), arguments.toArray(String[]::new));
  }

  private List<Prediction> predictions(String evaluation) throws IOException {
    return predictions(evaluation, 0);
  }

  private List<Prediction> predictions(String evaluation, int fold) throws IOException {
    Path file =
        folder
            .resolve("runs/r/evaluations")
            .resolve(evaluation)
            .resolve("fold-" + fold + "/predictions.parquet");
    return PredictionParquet.read(
        new Configuration(),
        new org.apache.hadoop.fs.Path(file.toUri()),
        ClassMap.EMOTIONS.names(),
        Map.of());
  }

  /** The network of a seed, untrained. */
  private Path random(String name, LogoConfig config) throws IOException {
    Map<String, SafeTensor> tensors = new TreeMap<>();
    try (SamGraph graph = NetworkGraph.build(config)) {
      NetworkGraph.named(graph)
          .forEach(
              (key, array) ->
                  tensors.put(
                      key, SafeTensor.of(array.dup('c').ravel().toFloatVector(), array.shape())));
    }
    return write(name, tensors, config);
  }

  private Path write(String name, Map<String, SafeTensor> tensors, LogoConfig config)
      throws IOException {
    Path file = folder.resolve(name + ".safetensors");
    try (var out = Files.newOutputStream(file)) {
      new Safetensors(tensors, Settings.of(config)).write(out);
    }
    return file;
  }
}
