package org.logoformer.jobs.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.logoformer.train.plan.Position;
import org.logoformer.train.round.WorkerReport;
import org.logoformer.train.round.WorkerResult;
import org.logoformer.train.round.WorkerTimes;
import org.logoformer.train.state.FlatVector;
import org.logoformer.train.state.TrainingState;

class PacketTest {
  private static final WorkerReport REPORT =
      new WorkerReport(
          3, 12, 7.5, new WorkerTimes(1, 2, 3, 4), "host", 99, List.of("a: sum"), null);

  @Test
  void vectorsTravelAsTheyAreAndNothingElseIsLarge() {
    FlatVector vector = ramp(100_000);
    byte[] bytes = new Packet<>("head", List.of(vector, FlatVector.copyOf(null))).bytes();
    assertThat((long) bytes.length).isBetween(vector.size(), vector.size() + 100);
    assertThat(Packet.of(bytes, String.class))
        .isEqualTo(new Packet<>("head", List.of(vector, FlatVector.copyOf(null))));
  }

  @Test
  void aStateArrivesAsItWasSent() {
    TrainingState state = new TrainingState(ramp(7), ramp(5), new Position(1, 2, 3, 4));
    assertThat(StateBytes.read(StateBytes.of(state))).isEqualTo(state);
  }

  @Property(tries = 100)
  void slicesPutTogetherAreTheWholeWhateverTheirNumber(
      @ForAll @IntRange(max = 50) int length, @ForAll @IntRange(min = 1, max = 9) int slices) {
    FlatVector state = ramp(length);
    FlatVector statistics = ramp(2);
    WorkerResult result = new WorkerResult(REPORT, state, statistics);
    List<SliceMessage> arrived =
        IntStream.range(0, slices)
            .mapToObj(i -> SliceMessage.of(SliceMessage.cut(result, i, slices).bytes()))
            .toList();
    assertThat(FlatVector.join(arrived.stream().map(SliceMessage::state).toList()))
        .isEqualTo(state);
    assertThat(arrived.get(0).statistics()).isEqualTo(statistics);
    assertThat(arrived).extracting(m -> m.head().report()).containsOnlyOnce(REPORT);
    assertThat(arrived).extracting(m -> m.head().examples()).containsOnly(length == 0 ? 0L : 12L);
  }

  private static FlatVector ramp(int length) {
    return FlatVector.of(IntStream.range(0, length).asDoubleStream().toArray());
  }
}
