package org.logoformer.jobs.dl4j;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.logoformer.jobs.rounds.ShareSource;
import org.logoformer.jobs.rounds.Wire;
import org.logoformer.jobs.rounds.WorkerInput;
import org.logoformer.train.plan.EpochPlan;
import org.logoformer.train.plan.Round;
import org.logoformer.train.plan.Share;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import scala.Tuple2;

/**
 * Training data that lies in an RDD; the reference of an entry is its index. At the start of an
 * epoch, each entry moves as bytes to the partition of the worker that will train on it. The data
 * should fit into the memory of the cluster.
 */
final class EntryData implements AutoCloseable {
  private final JavaPairRDD<Long, byte[]> indexed;
  private final List<String> references;
  private JavaPairRDD<Integer, Tuple2<Long, byte[]>> byWorker;

  EntryData(JavaRDD<? extends MultiDataSet> entries) {
    this.indexed =
        entries
            .zipWithIndex()
            .mapToPair(e -> new Tuple2<>(e._2(), EntryBatches.bytes(e._1())))
            .persist(StorageLevel.MEMORY_AND_DISK());
    this.references = LongStream.range(0, indexed.count()).mapToObj(Long::toString).toList();
  }

  /** A reference for each entry of the RDD, in its order. */
  List<String> references() {
    return references;
  }

  /** Moves the entries to the workers of an epoch; the source adds them to each share. */
  ShareSource shares(EpochPlan plan, int workers) {
    HashMap<String, Integer> workerOf = new HashMap<>();
    for (int step = 0; step < plan.rounds(1); step++) {
      for (Share share : plan.round(step, 1, 0).shares()) {
        share.steps().get(0).references().forEach(r -> workerOf.put(r, share.worker()));
      }
    }
    byWorker =
        indexed
            .mapToPair(e -> new Tuple2<>(workerOf.get(Long.toString(e._1())), e))
            .partitionBy(new HashPartitioner(workers))
            .persist(StorageLevel.MEMORY_AND_DISK());
    return this::withEntries;
  }

  private JavaRDD<byte[]> withEntries(List<Round> rounds) {
    int workers = rounds.get(0).shares().size();
    List<byte[]> encoded =
        IntStream.range(0, workers)
            .mapToObj(
                w -> Wire.encode(rounds.stream().map(r -> r.shares().get(w)).toArray(Share[]::new)))
            .toList();
    return byWorker.mapPartitionsWithIndex((w, entries) -> inputs(encoded.get(w), entries), true);
  }

  private static Iterator<byte[]> inputs(
      byte[] encoded, Iterator<Tuple2<Integer, Tuple2<Long, byte[]>>> entries) {
    Map<String, byte[]> all = new HashMap<>();
    entries.forEachRemaining(e -> all.put(Long.toString(e._2()._1()), e._2()._2()));
    return Stream.of(Wire.decode(encoded, Share[].class))
        .map(share -> Wire.encode(input(share, all)))
        .iterator();
  }

  private static WorkerInput input(Share share, Map<String, byte[]> all) {
    Map<String, byte[]> used = new HashMap<>();
    share.steps().forEach(s -> s.references().forEach(r -> used.put(r, all.get(r))));
    return new WorkerInput(share, used);
  }

  @Override
  public void close() {
    if (byWorker != null) {
      byWorker.unpersist(false);
    }
    indexed.unpersist(false);
  }
}
