package org.logoformer.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.DataException;
import org.logoformer.jobs.network.Prediction;
import org.logoformer.jobs.training.SmallShards;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.Manifest;
import org.logoformer.train.metrics.EpochPoint;
import org.logoformer.train.metrics.History;
import org.logoformer.train.round.RoundBytes;
import org.logoformer.train.round.RoundTimes;

final class ProtocolsTest {
  private static final double NO = Double.NaN;

  /** UAR on test, on validation; the fourth was not tested. */
  private static final History HISTORY =
      new History(
          List.of(),
          List.of(epoch(1, 0.25, 0.7), epoch(2, 0.75, 0.6), epoch(3, 0.5, 0.7), epoch(4, NO, NO)));

  @Test
  void eachProtocolChoosesItsEpochAndTellsTheTestOfIt() {
    Protocols fold = Protocols.of(0, HISTORY, test(4, 0));
    assertThat(fold.of(Protocol.LAST).get(0).epoch()).isEqualTo(3);
    assertThat(fold.of(Protocol.BEST_ON_TEST).get(0).uar()).isEqualTo(0.75);
    // Of equal ones the newest, whose checkpoint is kept.
    assertThat(fold.of(Protocol.BEST_ON_VALIDATION).get(0).epoch()).isEqualTo(3);
    assertThat(fold.lines("train"))
        .containsExactly(
            "train protocol=last uar=0.5000 war=0.5000 epochs=3",
            "train protocol=best-on-test uar=0.7500 war=0.7500 epochs=2",
            "train protocol=best-on-validation uar=0.5000 war=0.5000 epochs=3");
  }

  @Test
  void withoutClipsThatWereHeldOutThereAreTwoProtocols() {
    History plain = new History(List.of(), List.of(epoch(1, 0.5, NO), epoch(2, 0.25, NO)));
    assertThat(Protocols.of(0, plain, test(4, 0)).all())
        .containsExactly(Protocol.LAST, Protocol.BEST_ON_TEST);
    assertThat(Protocols.of(0, new History(List.of(), List.of()), test(4, 0)).all()).isEmpty();
  }

  @Test
  void foldsAreAveragedOrTheirClipsPooledAndReadBack() {
    Protocols both =
        Protocols.of(
            List.of(
                Protocols.of(1, HISTORY, test(4, 0)),
                Protocols.of(2, new History(List.of(), List.of(epoch(1, 1.0, 0.1))), test(12, 0))));
    assertThat(both.spread(Protocol.BEST_ON_TEST, Protocols.Result::uar).mean()).isEqualTo(0.875);
    assertThat(both.recall(Protocol.BEST_ON_TEST, 0)).isEqualTo(0.875);
    // 3 of 4 and 12 of 12.
    assertThat(both.pooledRecall(Protocol.BEST_ON_TEST, 0)).isCloseTo(15 / 16.0, within(1e-12));
    assertThat(both.pooledRecall(Protocol.BEST_ON_TEST, 1)).isNaN();
    ObjectNode file = JsonNodeFactory.instance.objectNode();
    both.put(file);
    assertThat(file.path("protocols").get(2).path("label").asText())
        .isEqualTo("best epoch on validation");
    assertThat(Protocols.parse(file)).isEqualTo(both);
  }

  @Test
  void whatIsHeldOutIsAShareOfEachClassThatTheSeedDraws(@TempDir Path folder) throws Exception {
    org.apache.hadoop.fs.Path shards = new org.apache.hadoop.fs.Path(folder.toUri());
    SmallShards.write(shards, 70, 14);
    Manifest manifest = Manifest.read(shards.getFileSystem(new Configuration()), shards);
    Fold fold = Fold.of(manifest, LogoConfig.of("data.validation.fraction=0.2"), 0);
    assertThat(fold.train()).hasSize(56);
    assertThat(fold.validation()).hasSize(14);
    assertThat(
            fold.validation().stream().collect(Collectors.groupingBy(ClipRecord::label)).values())
        .hasSize(7)
        .allMatch(clips -> clips.size() == 2);
    Set<String> all = new HashSet<>(ids(fold.train()));
    all.addAll(ids(fold.validation()));
    assertThat(all).hasSize(70).doesNotContainAnyElementsOf(ids(fold.test()));
    assertThat(Fold.of(manifest, LogoConfig.of("data.validation.fraction=0.2"), 0)).isEqualTo(fold);
    assertThat(
            Fold.of(manifest, LogoConfig.of("data.validation.fraction=0.2", "run.seed=2"), 0)
                .validation())
        .isNotEqualTo(fold.validation());
    assertThat(Fold.of(manifest, LogoConfig.of(), 0).validation()).isEmpty();
    assertThatThrownBy(() -> Fold.of(manifest, LogoConfig.of("data.validation.fraction=0.001"), 0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is not one clip of any class");
  }

  private static List<String> ids(List<ClipRecord> clips) {
    return clips.stream().map(ClipRecord::id).toList();
  }

  /** Two classes, of which the second has no clips: its UAR is the recall of the first. */
  private static EpochPoint epoch(int number, double uar, double validation) {
    return new EpochPoint(
        number,
        Optional.empty(),
        0.1,
        1,
        uar,
        uar,
        1,
        1,
        1,
        0,
        RoundTimes.ZERO,
        RoundBytes.ZERO,
        Double.isNaN(uar) ? List.of() : List.of(uar, NO),
        validation);
  }

  private static Evaluation test(int first, int second) {
    List<Prediction> clips = new ArrayList<>();
    for (int i = 0; i < first + second; i++) {
      clips.add(new Prediction("c" + i, "", i < first ? 0 : 1, 0, List.of()));
    }
    return Evaluation.of(clips, List.of("a", "b"));
  }
}
