package org.logoformer.jobs.slots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.error.ClusterException;
import org.logoformer.runtime.Backend;
import org.logoformer.train.source.NetworkSource;
import org.logoformer.train.state.StatisticRange;

class SlotsTest {
  @TempDir Path locks;

  private static final NetworkSource SOURCE = new Source("a");

  private record Source(String name) implements NetworkSource {
    @Override
    public ComputationGraph build() {
      ComputationGraphConfiguration configuration =
          new NeuralNetConfiguration.Builder()
              .graphBuilder()
              .addInputs("in")
              .setInputTypes(InputType.feedForward(2))
              .addLayer("out", new OutputLayer.Builder().nOut(2).build(), "in")
              .setOutputs("out")
              .build();
      ComputationGraph graph = new ComputationGraph(configuration);
      graph.init();
      return graph;
    }

    @Override
    public List<StatisticRange> statistics(ComputationGraph graph) {
      return List.of();
    }

    @Override
    public long probe(ComputationGraph graph) {
      return 1;
    }
  }

  @Test
  void aSlotKeepsItsThreadAndItsNetworkForTheNextTask() {
    Slots slots = new Slots(placement(Backend.CPU));
    Object[] first = use(slots, SOURCE, 1);
    Object[] second = use(slots, SOURCE, 2);
    assertThat(second).containsExactly(first);
    assertThat(first[0]).isNotSameAs(Thread.currentThread());
  }

  @Test
  void tasksSideBySideHaveSlotsOfTheirOwn() {
    Slots slots = new Slots(placement(Backend.CPU));
    try (Lease a = slots.lease(SOURCE, new LeaseOwner("run", 0, 1));
        Lease b = slots.lease(SOURCE, new LeaseOwner("run", 1, 2))) {
      Object threadOfA = a.run(n -> Thread.currentThread(), () -> false);
      assertThat(b.<Object>run(n -> Thread.currentThread(), () -> false)).isNotSameAs(threadOfA);
    }
    assertThat(slots.idleSlots()).isEqualTo(2);
  }

  @Test
  void anotherNetworkDoesNotKeepTheOldOnesInMemory() {
    Slots slots = new Slots(placement(Backend.CPU));
    use(slots, SOURCE, 1);
    use(slots, new Source("b"), 2);
    assertThat(slots.idleSlots()).isEqualTo(1);
  }

  @Test
  void networksOfTrainingsSideBySideStayWhereThereIsRoom() {
    Slots slots = new Slots(placement(Backend.CPU));
    NetworkSource other = new Source("b");
    Object[] first = use(slots, SOURCE, 1, 2);
    Object[] second = use(slots, other, 2, 2);
    assertThat(use(slots, SOURCE, 3, 2)).containsExactly(first);
    assertThat(use(slots, other, 4, 2)).containsExactly(second);
    use(slots, new Source("c"), 5, 2);
    assertThat(slots.idleSlots()).as("the longest idle has gone").isEqualTo(2);
    assertThat(use(slots, other, 6, 2)).containsExactly(second);
    assertThat(use(slots, SOURCE, 7, 2)[0]).isNotSameAs(first[0]);
  }

  @Test
  void aNewerAttemptCancelsTheOlderOneBetweenSteps() throws Exception {
    Slots slots = new Slots(placement(Backend.CPU));
    ExecutorService task = Executors.newSingleThreadExecutor();
    CountDownLatch running = new CountDownLatch(1);
    Lease old = slots.lease(SOURCE, new LeaseOwner("run", 0, 1));
    Future<Boolean> stopped =
        task.submit(
            () ->
                old.run(
                    n -> {
                      running.countDown();
                      while (!old.cancelled()) {
                        Thread.onSpinWait();
                      }
                      return true;
                    },
                    () -> false));
    running.await();
    try (Lease other = slots.lease(SOURCE, new LeaseOwner("run", 1, 2))) {
      assertThat(old.cancelled()).as("another worker's attempt").isFalse();
      assertThat(other.cancelled()).isFalse();
    }
    try (Lease next = slots.lease(SOURCE, new LeaseOwner("run", 0, 3))) {
      assertThat(stopped.get()).isTrue();
      assertThat(next.cancelled()).isFalse();
    }
    old.close();
    task.shutdown();
  }

  @Test
  void aTaskThatSparkKilledStopsItsWork() {
    Slots slots = new Slots(placement(Backend.CPU));
    try (Lease lease = slots.lease(SOURCE, new LeaseOwner("run", 0, 1))) {
      boolean stopped =
          lease.run(
              n -> {
                while (!lease.cancelled()) {
                  Thread.onSpinWait();
                }
                return true;
              },
              () -> true);
      assertThat(stopped).isTrue();
    }
  }

  @Test
  void twoWorkersOnOneGpuAreRefused() {
    Slots slots = new Slots(placement(Backend.CUDA));
    try (Lease first = slots.lease(SOURCE, new LeaseOwner("run", 0, 1))) {
      assertThat(first.cancelled()).isFalse();
      assertThatThrownBy(() -> slots.lease(SOURCE, new LeaseOwner("run", 1, 2)))
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("Worker 1")
          .hasMessageContaining("worker 0 already uses the GPU")
          .hasMessageContaining("spark.executor-cores");
    }
  }

  @Test
  void aCancelThatComesWhileSparkIsAskedIsNotLost() {
    Slots slots = new Slots(placement(Backend.CPU));
    try (Lease lease = slots.lease(SOURCE, new LeaseOwner("run", 0, 1))) {
      boolean stopped =
          lease.run(
              n -> {
                long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
                while (!lease.cancelled() && System.nanoTime() < deadline) {
                  Thread.onSpinWait();
                }
                return lease.cancelled();
              },
              cancelling(lease));
      assertThat(stopped).isTrue();
    }
  }

  /** Not killed, but superseded while it says so; once. */
  private static BooleanSupplier cancelling(Lease lease) {
    AtomicBoolean asked = new AtomicBoolean();
    return () -> {
      if (!asked.getAndSet(true)) {
        lease.cancel();
      }
      return false;
    };
  }

  @Test
  void aStepThatHangsKeepsItsGpuToItself() {
    Slots slots = new Slots(placement(Backend.CUDA), Duration.ofMillis(300));
    CountDownLatch hang = new CountDownLatch(1);
    try (Lease lease = slots.lease(SOURCE, new LeaseOwner("run", 0, 1))) {
      assertThatThrownBy(() -> lease.run(n -> stuck(hang), () -> false, Duration.ofMillis(100)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("hangs");
    }
    assertThatThrownBy(() -> slots.lease(SOURCE, new LeaseOwner("run", 0, 2)))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("given up still runs on the GPU")
        .hasMessageContaining("train.step-timeout");
    assertThatThrownBy(() -> slots.lease(new Source("b"), new LeaseOwner("other", 0, 3)))
        .isInstanceOf(ClusterException.class);
    hang.countDown();
    try (Lease next = leased(slots)) {
      assertThat(next.<Boolean>run(n -> true, () -> false)).isTrue();
    }
  }

  /** Once the step that hung has ended, its network leaves at once. */
  private static Lease leased(Slots slots) {
    for (int attempt = 4; ; attempt++) {
      try {
        return slots.lease(SOURCE, new LeaseOwner("run", 0, attempt));
      } catch (ClusterException e) {
        assertThat(attempt).as("attempts").isLessThan(100);
      }
    }
  }

  @Test
  void onACpuAStepThatHangsDisturbsNobody() {
    Slots slots = new Slots(placement(Backend.CPU), Duration.ofMillis(300));
    CountDownLatch hang = new CountDownLatch(1);
    try (Lease lease = slots.lease(SOURCE, new LeaseOwner("run", 0, 1))) {
      assertThatThrownBy(() -> lease.run(n -> stuck(hang), () -> false, Duration.ofMillis(100)))
          .isInstanceOf(IllegalStateException.class);
    }
    use(slots, SOURCE, 2);
    hang.countDown();
  }

  private static boolean stuck(CountDownLatch hang) {
    try {
      return hang.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Placement placement(Backend backend) {
    return new Placement(backend, ordinal -> {}, locks, Duration.ZERO);
  }

  private static Object[] use(Slots slots, NetworkSource source, long attempt) {
    return use(slots, source, attempt, 0);
  }

  private static Object[] use(Slots slots, NetworkSource source, long attempt, int room) {
    try (Lease lease = slots.lease(source, new LeaseOwner("run", 0, attempt), room)) {
      return lease.run(n -> new Object[] {Thread.currentThread(), n.graph()}, () -> false);
    }
  }
}
