package org.logoformer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.error.ClusterException;

/** On a real NameNode and DataNode, whose renames and quotas differ from a local disk's. */
@Tag("cluster")
class CheckpointStoreHdfsTest {
  private static MiniDFSCluster cluster;
  private static DistributedFileSystem hdfs;

  @BeforeAll
  static void start(@TempDir File disk) throws IOException {
    Configuration configuration = new Configuration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, disk.getPath());
    cluster = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
    cluster.waitActive();
    hdfs = cluster.getFileSystem();
  }

  @AfterAll
  static void stop() {
    cluster.shutdown();
  }

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
    hdfs.create(new Path(fold, "ckpt/.writing-epoch=003-round=0072/params.safetensors")).close();
    hdfs.create(new Path(fold, "ckpt/.writing-latest")).close();
    assertThat(store.newest()).contains(Checkpoints.ofEpoch(1));

    store.write(Checkpoints.ofEpoch(2));
    assertThat(store.newest()).contains(Checkpoints.ofEpoch(2));
    assertThat(hdfs.listStatus(new Path(fold, "ckpt")))
        .extracting(status -> status.getPath().getName())
        .containsExactlyInAnyOrder("epoch=002-round=0048", "latest");
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
        .hasMessageContaining("epoch=002")
        .hasMessageContaining("quota");
    assertThat(store.newest()).contains(Checkpoints.ofEpoch(1));

    hdfs.setQuota(fold, HdfsConstants.QUOTA_DONT_SET, HdfsConstants.QUOTA_RESET);
    store.write(Checkpoints.ofEpoch(2));
    assertThat(store.newest()).contains(Checkpoints.ofEpoch(2));
  }
}
