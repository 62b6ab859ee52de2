package org.logoformer.prep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.config.ByteSize;
import org.logoformer.config.DataConfig;
import org.logoformer.config.PrepConfig.Layout;
import org.logoformer.error.ClusterException;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.Manifest;
import org.logoformer.shard.Shard;
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
    cluster = new MiniDFSCluster.Builder(CONFIGURATION).numDataNodes(2).build();
    hdfs = cluster.getFileSystem();
    hdfs.copyFromLocalFile(
        new org.apache.hadoop.fs.Path(source.toUri()), new org.apache.hadoop.fs.Path("/source"));
    root = hdfs.getUri().toString();
    spark = PreparationFixture.context(2);
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
  @Timeout(120)
  void theSetOnHdfsIsTheSetOnDisk() throws Exception {
    Path local = temporary.resolve("local");

    Manifest manifest =
        new Preparation(spark, Trees.config(Layout.FERV39K, root + "/source", root + "/shards"))
            .run()
            .manifest();
    new Preparation(spark, Trees.config(Layout.FERV39K, source.toString(), local)).run();

    assertSame(root + "/shards", local, "manifest.json", "part-00000.seq", "part-00003.seq");
    org.apache.hadoop.fs.Path shards = new org.apache.hadoop.fs.Path(root + "/shards");
    try (ShardSet set = ShardSet.open(CONFIGURATION, shards, 2)) {
      ClipRecord clip = manifest.clips().get(20);
      assertThat(set.read(clip, new int[] {0, 1, 2}).count()).isEqualTo(3);
    }
    isReadFromCopiesOnce(shards, manifest.clips().get(20));
  }

  private static void isReadFromCopiesOnce(org.apache.hadoop.fs.Path shards, ClipRecord clip)
      throws Exception {
    Path copies = temporary.resolve("copies");
    DataConfig.Cache cache = new DataConfig.Cache(copies.toString(), new ByteSize(1 << 26));
    String file = Shard.fileName(clip.placement().shard());
    byte[] stored;
    try (ShardSet set = ShardSet.open(CONFIGURATION, shards, 2, cache)) {
      stored = set.read(clip, new int[] {0, 1, 2}).rgb();
      boolean copied = false;
      while (!copied) {
        Thread.sleep(5);
        try (Stream<Path> sets = Files.list(copies)) {
          copied = sets.anyMatch(of -> Files.exists(of.resolve(file)));
        }
      }
    }
    assertThat(hdfs.delete(new org.apache.hadoop.fs.Path(shards, file), false)).isTrue();
    try (ShardSet set = ShardSet.open(CONFIGURATION, shards, 2, cache)) {
      assertThat(set.read(clip, new int[] {0, 1, 2}).rgb()).isEqualTo(stored);
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

    assertSame(root + "/set", local, "manifest.json", "part-00000.seq");
  }

  private static void assertSame(String set, Path local, String... names) throws Exception {
    for (String file : names) {
      try (InputStream in = hdfs.open(new org.apache.hadoop.fs.Path(set, file))) {
        assertThat(in.readAllBytes()).as(file).isEqualTo(Files.readAllBytes(local.resolve(file)));
      }
    }
  }
}
