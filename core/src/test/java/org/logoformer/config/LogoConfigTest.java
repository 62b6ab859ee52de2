package org.logoformer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.error.ConfigException;
import org.logoformer.models.Models;
import org.logoformer.models.logo.LogoFormerConfig;

class LogoConfigTest {
  @Test
  void factorsOfPartsMayContainEachOther() {
    LogoConfig config =
        LogoConfig.of(
            "optimiser.lr-factors.backbone=0.1", "optimiser.lr-factors.backbone.layer1=0.01");
    assertThat(config.optimiser().lrFactors())
        .isEqualTo(Map.of("backbone", 0.1, "backbone.layer1", 0.01));
    assertThat(LogoConfig.parse(config.render(), "t")).isEqualTo(config);
    assertThat(LogoConfig.of(config.arguments().toArray(String[]::new))).isEqualTo(config);
    assertThatThrownBy(() -> LogoConfig.of("optimiser.lr-factors.head=fast"))
        .hasMessageContaining("optimiser.lr-factors.head = fast");
    assertThatThrownBy(() -> LogoConfig.of("optimiser.lr-factors.head=0"))
        .hasMessageContaining("must be above 0");
  }

  @Test
  void defaultsAreThePapers() {
    LogoConfig config = LogoConfig.of();
    assertThat(config.model().preset()).isEqualTo("paper");
    assertThat(own(config).window()).isEqualTo(new WindowSize(8, 7, 7));
    assertThat(config.optimiser().sam().rho()).isEqualTo(0.05);
    assertThat(config.train().momentum()).isEqualTo(TrainConfig.Momentum.AVERAGE);
    assertThat(config.data().augment().cropArea()).isEqualTo(new Range(0.08, 1));
    assertThat(config.prep().shardSize()).isEqualTo(new ByteSize(128 << 20));
    assertThat(config.spark().conf()).isEmpty();
  }

  @Test
  void everyDocumentedKeyIsReadAndEveryKeyIsDocumented() {
    Set<String> read = new TreeSet<>();
    for (String network : Models.names()) {
      String rendered = LogoConfig.of("model.name=" + network).render();
      read.addAll(leaves(ConfigFactory.parseString(rendered)));
    }
    assertThat(read).isEqualTo(leaves(Layers.known().toConfig()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "model.preset=tiny",
        "model.preset=tiny model.frames=16",
        "model.preset=quickstart model.pool.window=window model.cls=mean train.workers=2",
        "data.folds=[1,2] loss.class-weights=[1,2.5,1,1,1,1,1] data.augment.crop-area=[0.5,1]",
        "run.dir=hdfs://host:1/a data.shards=[odd prep.store-size=source prep.shard-size=8m",
        "spark.conf.spark.a.b=c spark.conf.spark.a=\"1,2=3\" spark.native-variant=avx2",
        "sweep.grid=[\"optimiser.lr=0.01,0.03\",\"run.seed=1,2\"]",
      })
  void argumentsAloneGiveTheSameConfiguration(String written) {
    String[] words = written.isEmpty() ? new String[0] : written.split(" ", -1);
    words = Stream.of(words).map(w -> w.replace("=[odd", "=\"[odd \"")).toArray(String[]::new);
    LogoConfig config = LogoConfig.of(words);
    List<String> arguments = config.arguments();
    assertThat(LogoConfig.of(arguments.toArray(String[]::new))).isEqualTo(config);
    assertThat(arguments).as("only what differs").hasSizeLessThanOrEqualTo(words.length + 3);
  }

  @Test
  void optionsOfTheJvmAreAddedAndNotReplaced() {
    assertThatThrownBy(() -> LogoConfig.of("spark.conf.spark.executor.extraJavaOptions=-Da=b"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("spark.java-options");
  }

  @Test
  void anExecutorHasOneGpuAtMost() {
    assertThat(LogoConfig.of("spark.gpus=1").spark().gpus()).isEqualTo(1);
    assertThatThrownBy(() -> LogoConfig.of("spark.gpus=2"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("spark.gpus = 2");
  }

  private static LogoFormerConfig own(LogoConfig config) {
    return config.model().network(LogoFormerConfig.class);
  }

  private static Set<String> leaves(Config config) {
    return config.entrySet().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
  }

  @Nested
  class Precedence {
    @TempDir Path folder;

    @Test
    void aPresetBeatsTheDefaults() {
      LogoConfig config = LogoConfig.of("model.preset=tiny");
      assertThat(own(config).dim()).isEqualTo(32);
      assertThat(own(config).backbone().width()).isEqualTo(8);
      assertThat(own(config).mlpRatio()).isEqualTo(4);
    }

    @Test
    void aFileBeatsThePresetAndArgumentsBeatTheFile() throws IOException {
      Path file = file("model { preset = tiny, dim = 64, depth = 3 }");
      LogoConfig config = LogoConfig.load(List.of(file), List.of("model.depth=5"));
      assertThat(own(config).heads()).isEqualTo(4);
      assertThat(own(config).dim()).isEqualTo(64);
      assertThat(own(config).depth()).isEqualTo(5);
    }

    @Test
    void aPresetNamedInAnArgumentStillLosesToTheFile() throws IOException {
      Path file = file("model.dim = 48");
      LogoConfig config = LogoConfig.load(List.of(file), List.of("model.preset=tiny"));
      assertThat(own(config).dim()).isEqualTo(48);
      assertThat(own(config).depth()).isEqualTo(2);
    }

    @Test
    void aCommandsOwnDefaultsBeatThePresetAndLoseToTheFile() throws IOException {
      Path file = Files.writeString(folder.resolve("own.conf"), "model.dim = 16");
      String own = "model { preset = tiny, dim = 64, depth = 1 }, train.epochs = 5";
      LogoConfig config =
          LogoConfig.load(own, "own defaults", List.of(file), List.of("train.epochs=6"));
      assertThat(config.model().preset()).isEqualTo("tiny");
      assertThat(own(config).dim()).isEqualTo(16);
      assertThat(own(config).depth()).isEqualTo(1);
      assertThat(own(config).heads()).as("of the preset").isEqualTo(4);
      assertThat(config.train().epochs()).isEqualTo(6);
    }

    @Test
    void theLaterFileAndTheLaterArgumentWin() throws IOException {
      List<Path> files =
          List.of(file("train.epochs = 2\ntrain.batch = 4"), file("train.epochs = 3"));
      LogoConfig config = LogoConfig.load(files, List.of("run.seed=5", "run.seed=6"));
      assertThat(config.train().epochs()).isEqualTo(3);
      assertThat(config.train().batch()).isEqualTo(4);
      assertThat(config.run().seed()).isEqualTo(6);
    }

    @Test
    void anUnknownKeyInAFileIsNamedWithFileAndLine() throws IOException {
      Path file = file("train {\n  epochs = 2\n  averging-frequency = 4\n}");
      assertThatThrownBy(() -> LogoConfig.load(List.of(file), List.of()))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("Unknown key train.averging-frequency")
          .hasMessageContaining(file.getFileName() + ": 3")
          .hasMessageContaining("did you mean train.averaging-frequency?");
    }

    @Test
    void aFileThatIsMissingOrNoHoconIsNamed() throws IOException {
      Path missing = folder.resolve("none.conf");
      assertThatThrownBy(() -> LogoConfig.load(List.of(missing), List.of()))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("none.conf");
      Path broken = file("train { epochs = ");
      assertThatThrownBy(() -> LogoConfig.load(List.of(broken), List.of()))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining(broken.getFileName().toString());
    }

    private Path file(String text) throws IOException {
      return Files.writeString(Files.createTempFile(folder, "a", ".conf"), text);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
workers=2                    | did you mean train.workers?
train.wokers=2               | argument 'train.wokers=2'
trian.workers=2              | did you mean train.workers?
train.workers=0              | train.workers = 0
train.workers=two            | train.workers = two (argument 'train.workers=two'): must be a whole number
train.workers=2.5            | must be a whole number
train.workers=[2]            | must be a whole number
train.workers=99999999999    | must be a whole number
train=5                      | train is a group of keys
train.workers                | key=value
train..workers=1             | argument 'train..workers=1'
optimiser.lr=NaN             | must be a finite number
optimiser.lr=0               | optimiser.lr = 0.0
optimiser.sam.rho=-0.1       | optimiser.sam.rho = -0.1
optimiser.momentum=1         | below 1
model.heads=7                | legal: 1, 2, 4, 8, 16, 32, 64, 128, 256
model.preset=large           | one of author, paper, quickstart, tiny
model.pool.kind=max          | one of conv, depthwise, avg
model.window=[5,7,7]         | legal are 1, 2, 4, 8, 16 frames, 1, 7 rows and 1, 7 columns
model.window=[8,2,2]         | model.logo-former.window = [8, 2, 2] does not tile the token grid of 16 frames x 7 rows x 7 columns
model.window=[8,7]           | three whole numbers
model.window=8               | three whole numbers
model.pool.window=[3,1,1]    | model.logo-former.pool.window
model.pool.window=windows    | three whole numbers
model.dropout.mlp=1          | below 1
data.shuffle-frames=maybe    | true or false
data.augment.crop-area=[1,0] | first number
data.folds=[1,1]             | must not repeat
data.normalise.std=[1,1]     | 3 values
loss.class-weights=[1,2]     | model.classes = 7
prep.shard-size=big          | 128m
prep.store-size=native       | prep.store-size
prep.boxes=f.csv prep.format=jpeg | needs prep.format = raw
prep.box-margin=-1           | prep.box-margin
prep.classes=[calm]          | two classes or more
prep.classes=[calm,calm]     | must not name a class twice
prep.classes=[calm,""]       | two classes or more
prep.label-base=2            | prep.label-base
prep.columns=[path]          | must have path and label, each once
prep.columns=[path,mood]     | one of path, label, split, fold, frames, scene, subject, other
train.batch=1 train.workers=2 | train.workers = 2
train.precision=f64 train.kernels=onednn | set train.kernels to nd4j
train.precision=bf16-math train.kernels=nd4j | set train.kernels to onednn
train.precision=bf16 train.kernels=nd4j | nd4j does not compute in bf16
train.post-local-epochs=-1 | train.post-local-epochs = -1
train.straggler-factor=1 | train.straggler-factor = 1.0: must be above 1
train.stragglers=ignore | one of wait, drop
train.outer.kind=adam | one of none, nesterov
train.outer.lr=0 | train.outer.lr = 0.0: must be above 0
train.outer.momentum=1 | train.outer.momentum = 1.0
run.name=..                  | run.name
""")
  void anIllegalConfigurationIsRefusedWithOneClearMessage(String overrides, String message) {
    assertThatThrownBy(() -> LogoConfig.of(overrides.split(" ", -1)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void anIllegalWindowCanBeFixedFromItsMessage() {
    assertThat(own(LogoConfig.of("model.window=[4,1,7]")).window())
        .isEqualTo(new WindowSize(4, 1, 7));
  }

  @Test
  void poolWindowCanBeTheLocalWindow() {
    LogoConfig config = LogoConfig.of("model.preset=tiny", "model.pool.window=window");
    assertThat(own(config).pool().window()).isEqualTo(new WindowSize(2, 2, 2));
  }

  @Test
  void argumentsAreTakenLiterallyUnlessTheyAreListsOrQuoted() {
    LogoConfig config =
        LogoConfig.of(
            "data.shards=hdfs://nn:8020/a b#c", "run.dir=\"quo\\\"ted\"", "prep.store-size=source");
    assertThat(config.data().shards()).isEqualTo("hdfs://nn:8020/a b#c");
    assertThat(config.run().dir()).isEqualTo("quo\"ted");
    assertThat(config.prep().storeSize()).isEqualTo(StoreSize.SOURCE);
  }

  @Test
  void sparkKeysMayContainEachOther() {
    LogoConfig config =
        LogoConfig.of(
                "spark.conf.spark.speculation=true", "spark.conf.spark.speculation.quantile=1")
            .with("spark.conf.spark.speculation=false");
    assertThat(config.spark().conf())
        .isEqualTo(Map.of("spark.speculation", "false", "spark.speculation.quantile", "1"));
  }

  @Test
  void sparkKeysOfATextMayBeNested() {
    assertThat(LogoConfig.parse("spark.conf { spark.executor.memory = 2g }", "t").spark().conf())
        .isEqualTo(Map.of("spark.executor.memory", "2g"));
  }

  @Test
  void changingOneKeyKeepsTheOthers() {
    LogoConfig tiny = LogoConfig.of("model.preset=tiny", "run.seed=9");
    assertThat(tiny.with("train.workers=3"))
        .isEqualTo(LogoConfig.of("model.preset=tiny", "run.seed=9", "train.workers=3"));
  }

  @Property(tries = 60)
  void whatIsRenderedLoadsBackToTheSameConfiguration(@ForAll("configurations") LogoConfig config) {
    LogoConfig back = LogoConfig.parse(config.render(), "rendered");
    assertThat(back).isEqualTo(config);
    assertThat(back.hash()).isEqualTo(config.hash()).hasSize(64);
  }

  @Provide
  Arbitrary<LogoConfig> configurations() {
    return Combinators.combine(
            Arbitraries.of("paper", "author", "tiny", "quickstart"),
            Arbitraries.longs(),
            Arbitraries.doubles().between(0, 10),
            Arbitraries.strings().ofMaxLength(12),
            Arbitraries.integers().greaterOrEqual(1).list().uniqueElements().ofMaxSize(4))
        .as(
            (preset, seed, rho, text, folds) ->
                LogoConfig.of("model.preset=" + preset, "run.seed=" + seed, "data.folds=" + folds)
                    .with("optimiser.sam.rho=" + rho, "prep.shard-size=1g")
                    .with(
                        "prep.columns=[path,label]",
                        "prep.label-base=" + (seed % 2 == 0 ? "0" : "auto"))
                    .with("data.shards=x" + text + "x", "spark.conf.\"a.b\"=c"));
  }

  @Test
  void theHashTellsConfigurationsApart() {
    assertThat(LogoConfig.of("run.seed=2").hash()).isNotEqualTo(LogoConfig.of().hash());
  }

  @Test
  void theDistanceBetweenKeysIsLevenshteins() {
    assertThat(KeyCheck.edits("kitten", "sitting")).isEqualTo(3);
    assertThat(KeyCheck.edits("", "abc")).isEqualTo(3);
    assertThat(KeyCheck.edits("abc", "abc")).isZero();
  }
}
