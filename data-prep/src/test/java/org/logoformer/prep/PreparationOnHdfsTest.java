package org.logoformer.prep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DFSTestUtil;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.MiniDFSCluster.DataNodeProperties;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.config.PrepConfig;
import org.logoformer.config.PrepConfig.Layout;
import org.logoformer.error.ClusterException;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.Manifest;
import org.logoformer.shard.ShardSet;

/** From HDFS to HDFS, with a real NameNode and DataNodes. */
@Tag("cluster")
class PreparationOnHdfsTest {
  @TempDir static Path temporary;
  private static final Configuration CONFIGURATION = new Configuration();
  private static MiniDFSCluster cluster;
  private static JavaSparkContext spark;
  private static DistributedFileSystem hdfs;
  private static Path source;
  private static String root;

  @BeforeAll
  static void start() throws Exception {
    source = temporary.resolve("source");
    Trees.ferv39k(source);
    CONFIGURATION.set("hdfs.minidfs.basedir", temporary.resolve("hdfs").toString());
    CONFIGURATION.setInt("dfs.blocksize", 1 << 20);
    // A block that no node has is asked for again at once, not in half a minute.
    CONFIGURATION.setInt("dfs.client.retry.window.base", 10);
    cluster = new MiniDFSCluster.Builder(CONFIGURATION).numDataNodes(2).build();
    hdfs = cluster.getFileSystem();
    hdfs.copyFromLocalFile(
        new org.apache.hadoop.fs.Path(source.toUri()), new org.apache.hadoop.fs.Path("/source"));
    root = hdfs.getUri().toString();
    spark = PreparationFixture.context(2);
    spark.hadoopConfiguration().set(TrapFileSystem.KEY, TrapFileSystem.class.getName());
  }

  @AfterAll
  static void stop() {
    spark.close();
    cluster.close();
  }

  @Test
  void aFullQuotaFailsWithoutASetAndALaterRunGoesOn() throws Exception {
    org.apache.hadoop.fs.Path full = new org.apache.hadoop.fs.Path(root + "/full");
    hdfs.mkdirs(full);
    // Names, not bytes: a few shards fit, the rest does not.
    hdfs.setQuota(full, 9, HdfsConstants.QUOTA_DONT_SET);
    Preparation preparation =
        new Preparation(spark, Trees.config(Layout.FERV39K, root + "/source", full));

    assertThatThrownBy(preparation::run)
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("quota")
        .hasMessageContaining("run it again");
    assertThat(hdfs.exists(new org.apache.hadoop.fs.Path(full, Manifest.FILE))).isFalse();

    hdfs.setQuota(full, HdfsConstants.QUOTA_RESET, HdfsConstants.QUOTA_DONT_SET);
    assertThat(preparation.run().manifest().clips()).hasSize(28);
  }

  @Test
  void theSetOnHdfsIsTheSetOnDisk() throws Exception {
    Path local = temporary.resolve("local");

    Manifest manifest =
        new Preparation(spark, Trees.config(Layout.FERV39K, root + "/source", root + "/shards"))
            .run()
            .manifest();
    new Preparation(spark, Trees.config(Layout.FERV39K, source.toString(), local)).run();

    org.apache.hadoop.fs.Path shards = new org.apache.hadoop.fs.Path(root + "/shards");
    assertSameSets(hdfs, shards, local);
    try (ShardSet set = ShardSet.open(CONFIGURATION, shards, 2)) {
      ClipRecord clip = manifest.clips().get(20);
      assertThat(set.read(clip, new int[] {0, 1, 2}).count()).isEqualTo(3);
    }
  }

  @Test
  void videosOnHdfsAreReadAsThoseOnDisk() throws Exception {
    Path videos = temporary.resolve("videos");
    for (String name : new String[] {"probe-h264.mp4", "probe-mpeg4.avi"}) {
      Trees.write(videos.resolve(name), VideoPreparationTest.probe(name));
    }
    hdfs.copyFromLocalFile(
        new org.apache.hadoop.fs.Path(videos.toUri()), new org.apache.hadoop.fs.Path("/videos"));
    Path local = temporary.resolve("local-videos");

    new Preparation(spark, Trees.config(Layout.UNLABELLED, root + "/videos", root + "/set")).run();
    new Preparation(spark, Trees.config(Layout.UNLABELLED, videos, local)).run();

    assertSameSets(hdfs, new org.apache.hadoop.fs.Path(root + "/set"), local);
  }

  @Test
  void aDataNodeThatDiesWhileShardsAreWrittenChangesNothing() throws Exception {
    Path frames = temporary.resolve("frames");
    for (int clip = 0; clip < 6; clip++) {
      Trees.frames(frames.resolve("clip-" + clip), 8, "%d.jpg", clip);
    }
    // Packets of a shard are under way long before its end.
    String[] keys = {"prep.store-size=128", "prep.shard-size=1000000"};
    Path local = temporary.resolve("local-frames");
    new Preparation(spark, Trees.config(Layout.UNLABELLED, frames, local, keys)).run();
    List<DataNodeProperties> stopped = new ArrayList<>();
    TrapFileSystem.set(20, () -> stopped.add(cluster.stopDataNode(0)));
    try {
      String set = root + "/survivor";
      new Preparation(spark, Trees.config(Layout.UNLABELLED, "trap://" + frames, set, keys)).run();

      assertThat(stopped).hasSize(1);
      assertSameSets(hdfs, new org.apache.hadoop.fs.Path(set), local);
    } finally {
      cluster.restartDataNode(stopped.get(0), true);
      cluster.waitActive();
      cluster.triggerHeartbeats();
    }
  }

  @Test
  void aShardWhoseBlocksNoNodeHasIsRepaired() throws Exception {
    String output = root + "/lost";
    PrepConfig config = Trees.config(Layout.FERV39K, root + "/source", output);
    new Preparation(spark, config).run();
    org.apache.hadoop.fs.Path set = new org.apache.hadoop.fs.Path(output);
    cluster.corruptBlockOnDataNodesByDeletingBlockFile(
        DFSTestUtil.getFirstBlock(hdfs, new org.apache.hadoop.fs.Path(set, "part-00002.seq")));

    assertThat(new Repair(spark, config).run()).containsExactly("part-00002");

    Path local = temporary.resolve("local-lost");
    new Preparation(spark, Trees.config(Layout.FERV39K, source, local)).run();
    assertSameSets(hdfs, set, local);
  }

  /** Every file of a set on disk is in the other one, with the same bytes. */
  static void assertSameSets(FileSystem files, org.apache.hadoop.fs.Path set, Path local)
      throws Exception {
    try (Stream<Path> all = Files.list(local)) {
      for (Path file : all.filter(f -> !f.getFileName().toString().startsWith(".")).toList()) {
        String name = file.getFileName().toString();
        try (InputStream in = files.open(new org.apache.hadoop.fs.Path(set, name))) {
          assertThat(in.readAllBytes()).as(name).isEqualTo(Files.readAllBytes(file));
        }
      }
    }
  }
}
