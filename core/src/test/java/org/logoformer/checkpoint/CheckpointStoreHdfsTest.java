package org.logoformer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster.DataNodeProperties;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.logoformer.Evidence;
import org.logoformer.Hdfs;
import org.logoformer.error.ClusterException;

/** On a real NameNode and DataNodes, whose renames and quotas differ from a local disk's. */
@Tag("cluster")
class CheckpointStoreHdfsTest {
  private final DistributedFileSystem hdfs = Hdfs.files();

  @Test
  void keepsTheLastAndTheBest() {
    CheckpointStore store = new CheckpointStore(hdfs, new Path("/a/fold-1"), new Retention(1, 1));
    store.write(Checkpoints.scored(1, 0.9));
    store.write(Checkpoints.scored(2, 0.3));
    store.write(Checkpoints.scored(3, 0.5));
    assertThat(store.committed()).extracting(CheckpointId::epoch).containsExactly(1, 3);
    assertThat(store.newest()).contains(Checkpoints.scored(3, 0.5));
    assertThat(store.best()).contains(Checkpoints.scored(1, 0.9));
  }

  @Test
  void leftoversOfAKilledWriterAreIgnoredAndReplaced() throws IOException {
    Path fold = new Path("/kill/fold-1");
    CheckpointStore store = new CheckpointStore(hdfs, fold, new Retention(1, 0));
    store.write(Checkpoints.ofEpoch(1));
    // Killed between the rename and the marker, and inside a file of the next one.
    Path unmarked = store.path(new CheckpointId(2, 48));
    hdfs.create(new Path(unmarked, "params.safetensors")).close();
    hdfs.create(new Path(fold, "ckpt/.writing-epoch-003-round-0072/params.safetensors")).close();
    hdfs.create(new Path(fold, "ckpt/_latest.part")).close();
    assertThat(store.newest()).contains(Checkpoints.ofEpoch(1));

    store.write(Checkpoints.ofEpoch(2));
    assertThat(store.newest()).contains(Checkpoints.ofEpoch(2));
    assertThat(hdfs.listStatus(new Path(fold, "ckpt")))
        .extracting(status -> status.getPath().getName())
        .containsExactlyInAnyOrder("epoch-002-round-0048", "latest");
  }

  @Test
  void aFullQuotaStopsAtTheLastCommittedCheckpoint() throws IOException {
    Path fold = new Path("/quota/fold-1");
    CheckpointStore store = new CheckpointStore(hdfs, fold, Retention.ALL);
    store.write(Checkpoints.ofEpoch(1));
    long used = hdfs.getContentSummary(fold).getSpaceConsumed();
    hdfs.setQuota(fold, HdfsConstants.QUOTA_DONT_SET, used + 1);
    assertThatThrownBy(() -> store.write(Checkpoints.ofEpoch(2)))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("epoch-002")
        .hasMessageContaining("quota");
    assertThat(store.newest()).contains(Checkpoints.ofEpoch(1));

    hdfs.setQuota(fold, HdfsConstants.QUOTA_DONT_SET, HdfsConstants.QUOTA_RESET);
    store.write(Checkpoints.ofEpoch(2));
    assertThat(store.newest()).contains(Checkpoints.ofEpoch(2));
    new Evidence(
            13,
            "a checkpoint meets a full quota",
            "HDFS space quota one byte above what epoch 1 takes",
            "committed 1, 2",
            "committed 1, error names epoch-002 and the quota; 1, 2 once the quota was lifted")
        .held();
  }

  @Test
  void readersSeeWholeCheckpointsWhileTheyAreWrittenAndPurged() throws Exception {
    Path fold = new Path("/readers/fold-1");
    CheckpointStore writer = new CheckpointStore(hdfs, fold, new Retention(1, 0));
    writer.write(Checkpoints.scored(1, 0.01));
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Future<List<Integer>> reader = thread.submit(() -> readUntil(done, fold));
    for (int epoch = 2; epoch <= 20; epoch++) {
      writer.write(Checkpoints.scored(epoch, epoch / 100.0));
    }
    done.set(true);
    List<Integer> seen = reader.get();
    thread.shutdown();
    assertThat(seen).isSorted().endsWith(20);
    new Evidence(
            12,
            "a reader beside the writer of checkpoints",
            "20 checkpoints written and purged on HDFS, retention 1, beside a polling reader",
            "every read whole",
            "%d reads whole, %d different checkpoints, none missing or torn"
                .formatted(seen.size(), seen.stream().distinct().count()))
        .held();
  }

  /** Epochs of the newest and the best checkpoint, again and again. */
  private List<Integer> readUntil(AtomicBoolean done, Path fold) {
    CheckpointStore store = new CheckpointStore(hdfs, fold, Retention.ALL);
    List<Integer> seen = new ArrayList<>();
    boolean last = false;
    while (!last) {
      last = done.get();
      for (Checkpoint read : List.of(store.newest().orElseThrow(), store.best().orElseThrow())) {
        int epoch = read.id().epoch();
        assertThat(read).isEqualTo(Checkpoints.scored(epoch, epoch / 100.0));
        seen.add(epoch);
      }
    }
    return seen;
  }

  @Test
  void aDataNodeLostWhileWritingDoesNotLoseTheCheckpoint() throws IOException {
    DataNodes nodes = new DataNodes("/node/fold-1", 1);
    nodes.store.write(large(1));
    nodes.restart();
    assertThat(nodes.store.newest()).contains(large(1));
    new Evidence(
            12,
            "a DataNode dies under a checkpoint",
            "1 of 2 DataNodes stopped at the 20th write of 8 MB",
            "committed 1",
            "committed %s, every CRC right".formatted(nodes.epochs()))
        .held();
  }

  @Test
  void withoutDataNodesWritingFailsAndTheCheckpointBeforeStays() throws IOException {
    DataNodes nodes = new DataNodes("/nodes/fold-1", 2);
    new CheckpointStore(hdfs, nodes.fold, Retention.ALL).write(Checkpoints.ofEpoch(1));
    assertThatThrownBy(() -> nodes.store.write(large(2)))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("epoch-002");
    nodes.restart();
    assertThat(nodes.store.newest()).contains(Checkpoints.ofEpoch(1));
    nodes.store.write(large(2));
    assertThat(nodes.store.newest()).contains(large(2));
    new Evidence(
            12,
            "all DataNodes die under a checkpoint",
            "2 of 2 DataNodes stopped at the 20th write of 8 MB",
            "committed 1, 2",
            "committed 1, error names epoch-002; %s once they were back".formatted(nodes.epochs()))
        .held();
  }

  /** A store under whose 20th write DataNodes stop. */
  private final class DataNodes {
    final Path fold;
    final CheckpointStore store;
    private final List<DataNodeProperties> stopped = new ArrayList<>();
    private int writes;

    DataNodes(String fold, int count) {
      this.fold = new Path(fold);
      DyingFileSystem files =
          new DyingFileSystem(hdfs, 0) {
            @Override
            void change(String call) {
              if (call.equals("write") && ++writes == 20) {
                for (int i = 0; i < count; i++) {
                  stopped.add(Hdfs.cluster().stopDataNode(0));
                }
              }
            }
          };
      store = new CheckpointStore(files, this.fold, Retention.ALL);
    }

    void restart() throws IOException {
      assertThat(stopped).isNotEmpty();
      for (DataNodeProperties node : stopped) {
        // On the old port, where the NameNode still believes it to be.
        assertThat(Hdfs.cluster().restartDataNode(node, true)).isTrue();
      }
      Hdfs.cluster().waitActive();
      Hdfs.cluster().triggerHeartbeats();
    }

    List<Integer> epochs() {
      return store.committed().stream().map(CheckpointId::epoch).toList();
    }
  }

  /** 32 tensors, 8 MB in several blocks. */
  private static Checkpoint large(int epoch) {
    Map<String, SafeTensor> params = new TreeMap<>();
    for (int t = 0; t < 32; t++) {
      float[] values = new float[1 << 16];
      for (int i = 0; i < values.length; i++) {
        values[i] = epoch + t + 1f / (i + 1);
      }
      params.put("tensor-" + t, SafeTensor.of(values, values.length));
    }
    Checkpoint small = Checkpoints.ofEpoch(epoch);
    return new Checkpoint(
        small.id(), small.score(), params, small.momentum(), small.outer(), small.state());
  }
}
