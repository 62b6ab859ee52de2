package org.logoformer.jobs.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.MiniDFSCluster.DataNodeProperties;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.checkpoint.CheckpointId;
import org.logoformer.checkpoint.CheckpointStore;
import org.logoformer.checkpoint.Retention;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.ClusterException;
import org.logoformer.error.DataException;
import org.logoformer.jobs.Evidence;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.Manifest;

/** Runs of two rounds, a checkpoint after each, whose HDFS fails. */
@Tag("cluster")
class TrainingOnHdfsTest {
  private static MiniDFSCluster cluster;
  private static DistributedFileSystem hdfs;
  private static JavaSparkContext spark;
  private static String root;
  private static String undisturbed;

  @BeforeAll
  static void trainUndisturbed(@TempDir java.nio.file.Path disk) throws IOException {
    Configuration configuration = new Configuration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, disk.toString());
    configuration.setInt("dfs.replication", 2);
    configuration.setInt("dfs.blocksize", 1 << 20);
    cluster = new MiniDFSCluster.Builder(configuration).numDataNodes(2).build();
    cluster.waitActive();
    hdfs = cluster.getFileSystem();
    root = hdfs.getUri().toString();
    SparkConf conf = new SparkConf();
    // As the file system of a cluster's nodes would be set up.
    Map.of("dfs.replication", "2", "dfs.blocksize", Integer.toString(1 << 20))
        .forEach((key, value) -> conf.set("spark.hadoop." + key, value));
    spark = SmallTraining.local(conf);
    SmallShards.write(new Path(root + "/shards"), 16, 7);
    train("undisturbed", "/shards");
    undisturbed = outcome("undisturbed");
  }

  @AfterAll
  static void stop() {
    spark.close();
    cluster.close();
  }

  @Test
  void aFullQuotaStopsAtACommittedPointAndTheRunGoesOnFromThere() throws IOException {
    Path checkpoints = new Path(fold("quota"), "ckpt");
    hdfs.mkdirs(checkpoints);
    long first = hdfs.getContentSummary(new Path(fold("undisturbed"), "ckpt")).getSpaceConsumed();
    // A file being written counts as a whole block on each of two nodes: the first checkpoint fits,
    // the second begins and does not end.
    hdfs.setQuota(checkpoints, HdfsConstants.QUOTA_DONT_SET, first + (2 << 20));
    assertThatThrownBy(() -> train("quota", "/shards"))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("Cannot write checkpoint")
        .hasMessageContaining("quota");
    List<Integer> committed = rounds("quota");
    assertThat(committed).containsExactly(1);

    hdfs.setQuota(checkpoints, HdfsConstants.QUOTA_DONT_SET, HdfsConstants.QUOTA_RESET);
    assertThat(train("quota", "/shards")).contains("resumed after epoch 0, round 1");
    new Evidence(
            13,
            "the quota is full in the second checkpoint of a run",
            "HDFS space quota; stopped with rounds %s committed, then lifted".formatted(committed),
            undisturbed,
            outcome("quota"))
        .requireEqual();
  }

  @Test
  void aFlippedBitInAShardIsNeverTrainedOn() throws IOException {
    SmallShards.write(new Path(root + "/flipped"), 16, 7);
    Path shard = new Path(root + "/flipped/part-00000.seq");
    ClipRecord clip = Manifest.read(hdfs, shard.getParent()).clips().get(5);
    byte[] bytes = read(shard);
    // Every frame, because an epoch samples some of them.
    for (int frame = 0; frame < clip.frames(); frame++) {
      long at = clip.placement().offset() + clip.placement().start(frame) + 1000;
      bytes[Math.toIntExact(at)] ^= 16;
    }
    // As content: HDFS has right checksums of the wrong bytes.
    try (OutputStream out = hdfs.create(shard, true)) {
      out.write(bytes);
    }
    assertThatThrownBy(() -> train("flipped", "/flipped"))
        .isInstanceOfSatisfying(DataException.class, e -> assertThat(e.exitCode()).isEqualTo(3))
        .hasMessageContaining("Shard part-00000 has CRC")
        .hasMessageContaining("record " + clip.id());
    List<Integer> committed = rounds("flipped");
    assertThat(committed).hasSizeLessThan(2);
    new Evidence(
            13,
            "a flipped bit meets training",
            "one bit in each frame of %s, written as content of the shard".formatted(clip.id()),
            "2 rounds",
            "%d rounds, then exit code 3 naming part-00000 and %s"
                .formatted(committed.size(), clip.id()))
        .held();
  }

  @Test
  void aPurgeThatFailsDoesNotStopTraining() throws IOException {
    String[] longer = {"optimiser.schedule.kind=constant", "train.epochs=2"};
    train("purged", "/shards", longer);
    train("kept", "/shards", "optimiser.schedule.kind=constant");
    Path old = new Path(fold("kept"), "ckpt/epoch-001-round-0002");
    // HDFS does not delete a folder that has a snapshot.
    hdfs.allowSnapshot(old);
    hdfs.createSnapshot(old, "s");
    train("kept", "/shards", longer);
    assertThat(hdfs.exists(old)).as("what could not be deleted").isTrue();
    assertThat(rounds("kept")).containsExactly(4);
    String last = "ckpt/epoch-002-round-0004";
    new Evidence(
            13,
            "a purge fails",
            "an HDFS snapshot keeps an old checkpoint's folder from being deleted",
            outcome(new Path(fold("purged"), last)),
            outcome(new Path(fold("kept"), last)))
        .requireEqual();
  }

  @Test
  void aLostDataNodeChangesNothing() throws IOException {
    DataNodeProperties lost = cluster.stopDataNode(0);
    try {
      train("node", "/shards");
      new Evidence(
              13,
              "a DataNode is lost",
              "1 of 2 DataNodes stopped before a run; the NameNode does not know it yet",
              undisturbed,
              outcome("node"))
          .requireEqual();
    } finally {
      cluster.restartDataNode(lost, true);
      cluster.waitActive();
      cluster.triggerHeartbeats();
    }
  }

  private static String train(String name, String shards, String... more) {
    LogoConfig config =
        SmallTraining.config(
                "run.name=" + name,
                "run.dir=" + root + "/runs",
                "data.shards=" + root + shards,
                "train.checkpoint.every-rounds=1",
                "train.checkpoint.keep-last=1")
            .with(more);
    StringWriter out = new StringWriter();
    TrainingRun.train(spark, config, new PrintWriter(out));
    return out.toString();
  }

  private static String outcome(String run) throws IOException {
    return outcome(new Path(fold(run), "ckpt/epoch-001-round-0002"));
  }

  private static String outcome(Path last) throws IOException {
    assertThat(hdfs.exists(new Path(last, "_SUCCESS"))).isTrue();
    return Evidence.hash(
        read(new Path(last, "params.safetensors")),
        read(new Path(last, "momentum.safetensors")),
        read(new Path(last, "outer.safetensors")));
  }

  private static List<Integer> rounds(String run) {
    return new CheckpointStore(hdfs, fold(run), Retention.ALL)
        .committed().stream().map(CheckpointId::round).toList();
  }

  private static Path fold(String run) {
    return new Path(root + "/runs/" + run + "/fold-0");
  }

  private static byte[] read(Path file) throws IOException {
    try (InputStream in = hdfs.open(file)) {
      return in.readAllBytes();
    }
  }
}
