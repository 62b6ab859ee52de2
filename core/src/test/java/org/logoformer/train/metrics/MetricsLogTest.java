package org.logoformer.train.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.error.DataException;
import org.logoformer.train.plan.Position;
import org.logoformer.train.round.Phase;
import org.logoformer.train.round.RoundBytes;
import org.logoformer.train.round.RoundTimes;

class MetricsLogTest {
  private static final String ROUND = "{\"kind\":\"round\",\"epoch\":1,\"round\":1,\"loss\":1.5}";
  private static final String EPOCH = "{\"kind\":\"epoch\",\"epoch\":1,\"loss\":1.5}";

  private static final Instant NOW = Instant.parse("2026-11-30T04:00:00Z");

  @TempDir java.nio.file.Path folder;

  @Test
  void aLastLineThatWasCutOffIsDropped() throws IOException {
    write(ROUND + "\n" + EPOCH + "\n{\"kind\":\"rou");
    open().write();
    assertThat(Files.readAllLines(file())).containsExactly(ROUND, EPOCH);
  }

  @Test
  void anyOtherLineThatIsNoJsonIsNamed() throws IOException {
    write("{\"kind\":\"rou\n" + EPOCH + "\n");
    assertThatThrownBy(this::open)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("metrics.jsonl, line 1 is no JSON")
        .hasMessageContaining("delete it");
  }

  @Test
  void aTestIsAddedToTheEpochThatEndedLast() throws IOException {
    write(ROUND + "\n" + EPOCH + "\n");
    open().tested(1, new Scores(0.5, 0.25, List.of(0.5), 4), Optional.empty());
    assertThat(Files.readAllLines(file()).get(1))
        .isEqualTo(
            "{\"kind\":\"epoch\",\"epoch\":1,\"loss\":1.5,\"uar\":0.5,\"war\":0.25,\"recalls\":[0.5],\"test_clips\":4}");
    open().tested(2, new Scores(0.9, 0.9, List.of(0.9), 4), Optional.empty());
    assertThat(file()).content().doesNotContain("0.9");
  }

  @Test
  void epochsAreReadAsTheyWereWrittenTheLaterLineOfTwo() throws IOException {
    RoundTimes times = RoundTimes.ZERO.plus(Phase.COMPUTE, 2_000_000_000L);
    RoundBytes bytes = new RoundBytes(1, 2, 3);
    EpochMetrics first =
        new EpochMetrics(1, 1.5, 8, 2, 1, times, bytes, Optional.empty(), Optional.empty());
    Scores scores = new Scores(0.5, 0.25, List.of(0.5), 4);
    MetricsLog log = open();
    log.epochDone(first);
    log.epochDone(first.tested(scores, Optional.empty()));
    assertThat(epochs())
        .containsExactly(
            new EpochPoint(
                1,
                Optional.of(NOW),
                0.125,
                1.5,
                0.5,
                0.25,
                4,
                2,
                2,
                1,
                times,
                bytes,
                List.of(0.5),
                Double.NaN));
    write(ROUND + "\n" + EPOCH + "\n{\"kind\":\"ep");
    assertThat(epochs()).hasSize(1).first().extracting(EpochPoint::uar).isEqualTo(Double.NaN);
    assertThat(epochs()).first().extracting(EpochPoint::lr).isEqualTo(Double.NaN);
    assertThat(epochs()).first().extracting(EpochPoint::time).isEqualTo(Optional.empty());
    Files.delete(file());
    assertThat(epochs()).isEmpty();
  }

  @Test
  void whatIsSaidLaterKeepsTheTimeOfTheLine() throws IOException {
    Instant[] now = {NOW};
    MetricsLog log =
        MetricsLog.open(
            FileSystem.getLocal(new Configuration()),
            new Path(file().toUri()),
            Position.START,
            epoch -> 0.5,
            () -> now[0]);
    EpochMetrics epoch =
        new EpochMetrics(
            1, 1.5, 8, 2, 1, RoundTimes.ZERO, RoundBytes.ZERO, Optional.empty(), Optional.empty());
    log.epochDone(epoch);
    now[0] = NOW.plusSeconds(60);
    log.epochKnown(epoch.checkpointed(7));
    log.tested(1, new Scores(0.5, 0.25, List.of(0.5), 4), Optional.empty());
    assertThat(log.history().epochs()).hasSize(1);
    EpochPoint point = epochs().get(0);
    assertThat(point.time()).contains(NOW);
    assertThat(point.uar()).isEqualTo(0.5);
    assertThat(point.lr()).isEqualTo(0.5);
  }

  private List<EpochPoint> epochs() throws IOException {
    return MetricsLog.history(FileSystem.getLocal(new Configuration()), new Path(file().toUri()))
        .epochs();
  }

  private MetricsLog open() throws IOException {
    return MetricsLog.open(
        FileSystem.getLocal(new Configuration()),
        new Path(file().toUri()),
        new Position(1, 0, 1, 1),
        epoch -> 0.125 * (epoch + 1),
        () -> NOW);
  }

  private void write(String text) throws IOException {
    Files.writeString(file(), text);
  }

  private java.nio.file.Path file() {
    return folder.resolve("metrics.jsonl");
  }
}
